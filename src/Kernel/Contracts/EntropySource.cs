namespace Pilevisor.Kernel;

/// <summary>A source of true random numbers. An abstract class, not an interface: several live at once, and which of them is asked is known only while the image runs.</summary>
public abstract class EntropySource
{
    /// <summary>The name of the one that each CPU has itself.</summary>
    public const string Cpu = "cpu";

    /// <summary>The name of the one that the machine's firmware has; a board whose firmware has none registers none.</summary>
    public const string Firmware = "firmware";

    /// <summary>Whether the calling CPU can ask it.</summary>
    public abstract bool IsThere { get; }

    /// <summary>Draws 64 bits, all of them random and none of them drawn before. Only if it is there.</summary>
    /// <param name="bits">The bits.</param>
    /// <returns>False if it has none just now; a later call may have.</returns>
    public abstract bool TryDraw(out ulong bits);
}
