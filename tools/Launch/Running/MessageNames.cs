using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Coherence;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Pilevisor.Launch.Images;

namespace Pilevisor.Launch.Running;

/// <summary>Names for kinds of message, each of one kind only.</summary>
public sealed class MessageNames
{
    private readonly string[] _names;

    /// <param name="vocabulary">What the image's parts call theirs.</param>
    public MessageNames(ImageVocabulary vocabulary)
    {
        string[] names = Enumerable.Range(0, NodeCounters.MaximumKinds).Select(kind => Name((byte)kind, vocabulary)).ToArray();
        // A protocol knows nothing of the names of others.
        HashSet<string> twice = names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet();
        _names = names.Select((name, kind) => twice.Contains(name) ? $"{name}0x{kind:x2}" : name).ToArray();
    }

    /// <summary>The name of a kind below 128; its range and number if it has none.</summary>
    public string Of(byte kind) => _names[kind];

    /// <summary>The names of all kinds.</summary>
    public IReadOnlyDictionary<byte, string> All => _names.Index().ToDictionary(name => (byte)name.Index, name => name.Item);

    private static string Name(byte kind, ImageVocabulary vocabulary)
    {
        if (Enum.IsDefined((ControlKind)kind)) return $"{(ControlKind)kind}";
        if (Enum.IsDefined((HostKind)kind)) return $"Host{(HostKind)kind}";
        if (Enum.IsDefined((ViewMessage)kind)) return $"View{(ViewMessage)kind}";
        if (Enum.IsDefined((MemoryMessage)kind)) return $"{(MemoryMessage)kind}";
        if (kind >= (byte)MessageKind.FirstVirtualization) return vocabulary.MachineMessages.GetValueOrDefault(kind) ?? $"Virtualization0x{kind:x2}";
        if (kind < (byte)MessageKind.FirstCoherence) return $"0x{kind:x2}";
        return vocabulary.ProtocolMessages.GetValueOrDefault((byte)(kind - (byte)MessageKind.FirstCoherence)) ?? $"Coherence0x{kind:x2}";
    }
}
