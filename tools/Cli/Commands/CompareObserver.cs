using System;
using System.IO;
using System.Text;
using Pilevisor.Launch.Progress;
using Pilevisor.Launch.Running;

namespace Pilevisor.Cli.Commands;

/// <summary>Keeps what the guest's command wrote, up to a bound.</summary>
/// <param name="activity">Told how far it is.</param>
internal sealed class CompareObserver(IActivity activity) : ClusterObserver
{
    private const int MaximumBytes = 4_096;
    private readonly MemoryStream _written = new();

    /// <summary>What it wrote.</summary>
    public string Output => Encoding.UTF8.GetString(_written.ToArray()).ReplaceLineEndings("\n").Trim();

    public override void GuestReady(TimeSpan sinceLastStart) => activity.Report("guest up");

    public override void CommandWritten(ReadOnlySpan<byte> bytes) => _written.Write(bytes[..(int)Math.Min(bytes.Length, MaximumBytes - _written.Length)]);
}
