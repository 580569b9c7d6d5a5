using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Interconnect;

namespace Pilevisor.Launch.Traces;

/// <summary>The words of the trace format: docs/trace-format.md.</summary>
internal static class TraceWords
{
    public const string Name = "pilevisor-trace";
    public const int Version = 1;
    public const string FirstLine = "pilevisor-trace 1";
    public const string Compressed = ".gz";

    private static readonly Dictionary<string, TraceKind> _kinds = new()
    {
        ["r"] = TraceKind.Read,
        ["w"] = TraceKind.Write,
        ["x"] = TraceKind.ReadForWrite,
        ["pr"] = TraceKind.PrefetchRead,
        ["pw"] = TraceKind.PrefetchWrite,
        ["e"] = TraceKind.Eviction,
    };

    private static readonly string[] _words = [.. Enum.GetValues<TraceKind>().Select(kind => _kinds.Single(pair => pair.Value == kind).Key)];

    /// <summary>Every kind's word, for messages.</summary>
    public static string Kinds { get; } = string.Join(", ", _words);

    public static bool TryParse(string word, out TraceKind kind) => _kinds.TryGetValue(word, out kind);

    public static string Of(TraceKind kind) => _words[(int)kind];
}
