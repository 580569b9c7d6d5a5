using System;
using Pilevisor.Interconnect;

namespace Pilevisor.Launch.Running;

/// <summary>Names for kinds of message.</summary>
public static class MessageNames
{
    /// <summary>The name of a kind; its number where only a variant knows better.</summary>
    public static string Of(byte kind)
    {
        if (Enum.IsDefined((ControlKind)kind)) return $"{(ControlKind)kind}";
        if (Enum.IsDefined((HostKind)kind)) return $"Host{(HostKind)kind}";
        if (kind >= (byte)MessageKind.FirstVirtualization) return $"Virtualization0x{kind:x2}";
        return kind >= (byte)MessageKind.FirstCoherence ? $"Coherence0x{kind:x2}" : $"0x{kind:x2}";
    }
}
