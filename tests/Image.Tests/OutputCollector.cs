using System;
using System.Text;
using Pilevisor.Launch.Running;

namespace Pilevisor.Image.Tests;

/// <summary>Keeps what a guest's command wrote.</summary>
internal sealed class OutputCollector : ClusterObserver
{
    private readonly StringBuilder _text = new();

    public string Text => _text.ToString();

    public override void CommandWritten(ReadOnlySpan<byte> bytes) => _text.Append(Encoding.UTF8.GetString(bytes));
}
