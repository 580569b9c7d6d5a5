using System;
using System.Text;

namespace Pilevisor.Launch.Running;

/// <summary>Tells each line that the guest's command writes, once it is whole.</summary>
/// <param name="tell">Told the line.</param>
public sealed class LineObserver(Action<string> tell) : ClusterObserver
{
    private readonly StringBuilder _line = new();

    /// <inheritdoc/>
    public override void CommandWritten(ReadOnlySpan<byte> bytes)
    {
        foreach (char c in Encoding.Latin1.GetString(bytes))
        {
            if (c != '\n') _line.Append(c);
            if (c != '\n' || _line.Length == 0) continue;
            tell(_line.ToString().TrimEnd('\r'));
            _line.Clear();
        }
    }
}
