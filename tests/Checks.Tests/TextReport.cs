using System.Text;

namespace Pilevisor.Checks.Tests;

/// <summary>Writes the lines that samples/SelfTest writes to its UART.</summary>
internal sealed class TextReport(StringBuilder text) : CheckReport
{
    public override void Add(string name, ulong value) => text.Append($"check {name} 0x{value:x}\n");
}
