namespace Pilevisor.Launch;

/// <summary>How large a terminal is.</summary>
/// <param name="Rows">Its lines.</param>
/// <param name="Columns">Characters in each.</param>
public readonly record struct TerminalSize(int Rows, int Columns)
{
    /// <summary>As stty has it: lines, then columns.</summary>
    public override string ToString() => $"{Rows} {Columns}";
}
