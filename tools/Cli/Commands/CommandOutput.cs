using System;
using System.Text;
using Pilevisor.Launch.Running;

namespace Pilevisor.Cli.Commands;

/// <summary>Keeps what the guest's command writes.</summary>
internal sealed class CommandOutput : ClusterObserver
{
    private readonly StringBuilder _text = new();

    public string Text => _text.ToString();

    public override void CommandWritten(ReadOnlySpan<byte> bytes) => _text.Append(Encoding.Latin1.GetString(bytes));
}
