using Pilevisor.Checks;
using Pilevisor.Kernel;

namespace Pilevisor.SelfTest;

/// <summary>Writes "check NAME 0xVALUE".</summary>
internal sealed class UartReport : CheckReport
{
    public override void Add(string name, ulong value)
    {
        TextBuilder line = new(0, 0);
        line.AppendLiteral("check ");
        line.AppendLiteral(name);
        line.Append(' ');
        line.AppendHex(value);
        Machine.WriteLine(line.Text);
    }
}
