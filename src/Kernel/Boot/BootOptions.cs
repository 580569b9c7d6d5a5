using System;

namespace Pilevisor.Kernel;

/// <summary>
/// The hypervisor's options from /chosen/bootargs: words "pilevisor.NAME=VALUE" between spaces. Other words belong to somebody else and are ignored; an unknown option of ours, or a value that cannot be read, is a panic
/// that names it.
/// </summary>
public sealed class BootOptions
{
    private readonly IHardware _hardware;

    /// <summary>Reads the options of this machine.</summary>
    public BootOptions(IHardware hardware)
    {
        _hardware = hardware;
        ReadOnlySpan<byte> rest = hardware.BootArguments;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)' ');
            ReadOnlySpan<byte> word = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (word.StartsWith("pilevisor."u8)) Read(word["pilevisor.".Length..]);
        }
    }

    /// <summary>pilevisor.nodes: how many nodes the cluster has. 1 if not given.</summary>
    public int Nodes { get; private set; } = 1;

    /// <summary>pilevisor.most-nodes: how many it can have at most, once more have joined while the guest runs; what the leader has counts. As many as <see cref="Nodes"/> if not given.</summary>
    public int MostNodes => Math.Max(_mostNodes, Nodes);

    /// <summary>pilevisor.memory: what this node gives to the guest, in bytes; a multiple of 2 MiB. 512 MiB if not given.</summary>
    public ulong MemoryBytes { get; private set; } = 512ul << 20;

    /// <summary>The least of <see cref="CacheBytes"/>, whatever the unit of coherence; larger ones need more.</summary>
    public const ulong MinimumCacheBytes = 1 << 20;

    /// <summary>pilevisor.cache: room for other nodes' pages, in bytes. A quarter of <see cref="MemoryBytes"/> if not given.</summary>
    public ulong CacheBytes => _cacheBytes != 0 ? _cacheBytes : MemoryBytes / 4;

    /// <summary>pilevisor.epoch: what tells this run from earlier ones; hexadecimal with 0x, or decimal. 0 if not given: the leader takes its counter.</summary>
    public ulong Epoch { get; private set; }

    /// <summary>pilevisor.hold: how long a page just won stays, in microseconds. 100 if not given.</summary>
    public ulong HoldMicroseconds { get; private set; } = 100;

    /// <summary>pilevisor.log: error, warning, information or debug. Information if not given.</summary>
    public LogLevel LogLevel { get; private set; } = LogLevel.Information;

    /// <summary>pilevisor.record: 1 if accesses to pages are recorded for the host. 0 if not given.</summary>
    public bool Records { get; private set; }

    /// <summary>pilevisor.tlb: auto, carry or local; what the leader has counts for all nodes. Auto if not given.</summary>
    public TlbOption Tlb { get; private set; }

    /// <summary>All of /chosen/bootargs, for the panic report.</summary>
    public ReadOnlySpan<byte> Text => _hardware.BootArguments;

    private ulong _cacheBytes;
    private int _mostNodes;

    private void Read(ReadOnlySpan<byte> option)
    {
        int equals = option.IndexOf((byte)'=');
        ReadOnlySpan<byte> name = equals < 0 ? option : option[..equals];
        ReadOnlySpan<byte> value = equals < 0 ? default : option[(equals + 1)..];
        if (name.SequenceEqual("nodes"u8)) Nodes = (int)Number(option, value, 1, NodeId.MaximumNodes);
        else if (name.SequenceEqual("most-nodes"u8)) _mostNodes = (int)Number(option, value, 1, NodeId.MaximumNodes);
        else if (name.SequenceEqual("memory"u8)) MemoryBytes = Number(option, value, 2ul << 20, 1ul << 39);
        else if (name.SequenceEqual("cache"u8)) _cacheBytes = Number(option, value, MinimumCacheBytes, 1ul << 39);
        else if (name.SequenceEqual("epoch"u8)) Epoch = Number(option, value, 0, ulong.MaxValue);
        else if (name.SequenceEqual("hold"u8)) HoldMicroseconds = Number(option, value, 0, 1_000_000);
        else if (name.SequenceEqual("log"u8)) LogLevel = Level(option, value);
        else if (name.SequenceEqual("record"u8)) Records = Number(option, value, 0, 1) != 0;
        else if (name.SequenceEqual("tlb"u8)) Tlb = ReadTlb(option, value);
        else Panic.Fail($"unknown option pilevisor.{option}: known are nodes, most-nodes, memory, cache, epoch, hold, log, record, tlb");
    }

    private static LogLevel Level(ReadOnlySpan<byte> option, ReadOnlySpan<byte> value)
    {
        if (value.SequenceEqual("error"u8)) return LogLevel.Error;
        if (value.SequenceEqual("warning"u8)) return LogLevel.Warning;
        if (value.SequenceEqual("information"u8)) return LogLevel.Information;
        if (!value.SequenceEqual("debug"u8)) Panic.Fail($"option pilevisor.{option}: error, warning, information or debug");
        return LogLevel.Debug;
    }

    private static TlbOption ReadTlb(ReadOnlySpan<byte> option, ReadOnlySpan<byte> value)
    {
        if (value.SequenceEqual("carry"u8)) return TlbOption.Carry;
        if (value.SequenceEqual("local"u8)) return TlbOption.Local;
        if (!value.SequenceEqual("auto"u8)) Panic.Fail($"option pilevisor.{option}: auto, carry or local");
        return TlbOption.Auto;
    }

    private static ulong Number(ReadOnlySpan<byte> option, ReadOnlySpan<byte> text, ulong least, ulong most)
    {
        bool isHex = text.StartsWith("0x"u8);
        if (isHex) text = text[2..];
        ulong value = 0;
        bool isNumber = !text.IsEmpty && text.Length <= (isHex ? 16 : 19);
        foreach (byte character in text)
        {
            int digit = Digit(character);
            isNumber &= digit >= 0 && (isHex || digit < 10);
            value = (value * (isHex ? 16ul : 10ul)) + (ulong)(uint)digit;
        }
        if (!isNumber || value < least || value > most) Panic.Fail($"option pilevisor.{option}: a number from {least} to {most}");
        return value;
    }

    private static int Digit(byte character) => character switch
    {
        >= (byte)'0' and <= (byte)'9' => character - '0',
        >= (byte)'a' and <= (byte)'f' => character - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => character - 'A' + 10,
        _ => -1,
    };
}
