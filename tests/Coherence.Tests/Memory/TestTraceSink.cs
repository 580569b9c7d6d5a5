using System.Collections.Generic;
using System.Linq;
using Pilevisor.Interconnect;

namespace Pilevisor.Coherence.Tests.Memory;

/// <summary>Keeps what is recorded.</summary>
internal sealed class TestTraceSink : ITraceSink
{
    public bool IsOn { get; set; }

    public List<TraceEntry> Entries { get; } = [];

    public void Write(in TraceEntry entry) => Entries.Add(entry);

    public ulong Count(params TraceKind[] kinds) => (ulong)Entries.Count(entry => kinds.Contains(entry.Kind));
}
