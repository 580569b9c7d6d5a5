namespace Pilevisor.Launch.Traces.Analysis;

/// <summary>A symbol of the guest's kernel.</summary>
/// <param name="Address">Its virtual address.</param>
/// <param name="Type">What nm(1) calls it: T and t are functions, D, B and R data; a small letter says that it is local.</param>
/// <param name="Name">Its name, followed by the module's in brackets if it is a module's.</param>
public readonly record struct GuestSymbol(ulong Address, char Type, string Name)
{
    /// <summary>Whether it names code.</summary>
    public bool IsFunction => Type is 'T' or 't' or 'W' or 'w';

    /// <summary>Whether it names data: initialised, zero, constant, or a weak one of these.</summary>
    public bool IsData => Type is 'D' or 'd' or 'B' or 'b' or 'R' or 'r' or 'V' or 'v' or 'G' or 'g' or 'S' or 's';
}
