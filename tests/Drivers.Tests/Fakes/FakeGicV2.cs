using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Fakes;

namespace Pilevisor.Drivers.Tests;

/// <summary>
/// A GICv2's distributor and CPU interfaces with 64 interrupts (IHI 0048B, chapter 4), in the view that EL2 has: each CPU finds its own private interrupts and its own interface. Firmware has left everything on. An access that the
/// manual calls UNPREDICTABLE, or that does what no driver should do, fails the test.
/// </summary>
public sealed class FakeGicV2
{
    private const int Interrupts = 64;
    private const int Private = 32;
    private readonly FakeProcessor _processor;
    private readonly Cpu[] _cpus;

    public FakeGicV2(FakeProcessor processor, int cpus, byte[]? interfaces = null)
    {
        _processor = processor;
        _cpus = [.. Enumerable.Range(0, cpus).Select(i => new Cpu(interfaces?[i] ?? (byte)(1 << i)))];
        Distributor = new DistributorRegisters(this);
        CpuInterface = new CpuInterfaceRegisters(this);
    }

    public FakeRegisters Distributor { get; }

    public FakeRegisters CpuInterface { get; }

    /// <summary>GICD_CTLR.</summary>
    public uint Control { get; private set; } = 1;

    /// <summary>Whether GICC_CTLR has EOImode.</summary>
    public bool HasSplitDeactivation { get; init; } = true;

    /// <summary>The SPIs.</summary>
    public Bank Shared { get; } = new(Private, Interrupts);

    /// <summary>GICD_ITARGETSR of the SPIs.</summary>
    public byte[] Targets { get; } = Enumerable.Repeat((byte)0xff, Interrupts).ToArray();

    /// <summary>What was written to GICD_SGIR.</summary>
    public List<uint> Sent { get; } = [];

    public Cpu this[int cpu] => _cpus[cpu];

    private Cpu Current => _cpus[_processor.Current.Value];

    /// <summary>The registers of so many interrupts.</summary>
    public sealed class Bank(int first, int end)
    {
        public bool[] Enabled { get; } = Enumerable.Repeat(true, end).ToArray();

        public bool[] Pending { get; } = Enumerable.Repeat(true, end).ToArray();

        public bool[] Active { get; } = Enumerable.Repeat(true, end).ToArray();

        public bool[] Group1 { get; } = Enumerable.Repeat(true, end).ToArray();

        public bool[] Edge { get; } = Enumerable.Repeat(true, end).ToArray();

        public byte[] Priority { get; } = new byte[end];

        internal uint ReadConfiguration(int register) => Bits(register * 16, 16, i => Edge[i] ? 2u << (i % 16 * 2) : 0);

        internal void Write(ulong offset, uint value)
        {
            switch (offset)
            {
                case >= 0x400 and < 0x800:
                    for (int i = 0; i < 4; i++) Priority[Here((int)offset - 0x400 + i)] = (byte)(value >> (8 * i));
                    return;
                case >= 0xc00 and < 0xd00:
                    for (int i = 0; i < 16; i++) SetEdge(Here((((int)offset - 0xc00) * 4) + i), ((value >> (2 * i)) & 2) != 0);
                    return;
            }
            (bool[] bits, bool set) = (offset & ~0x7ful) switch
            {
                0x080 => (Group1, true),
                0x100 => (Enabled, true),
                0x180 => (Enabled, false),
                0x280 => (Pending, false),
                0x380 => (Active, false),
                _ => throw new InvalidOperationException($"write of register {offset:x}"),
            };
            for (int i = 0; i < 32; i++)
            {
                int interrupt = Here(((int)(offset & 0x7f) * 8) + i);
                bool one = ((value >> i) & 1) != 0;
                // GICD_ICPENDR does not reach SGIs.
                if (ReferenceEquals(bits, Pending) && interrupt < 16) continue;
                if (ReferenceEquals(bits, Group1)) bits[interrupt] = one;
                else if (one) bits[interrupt] = set;
            }
        }

        private static uint Bits(int from, int count, Func<int, uint> bit)
        {
            uint value = 0;
            for (int i = from; i < from + count; i++) value |= bit(i);
            return value;
        }

        private void SetEdge(int interrupt, bool edge)
        {
            if (interrupt < 16) return;
            if (edge != Edge[interrupt] && Enabled[interrupt]) throw new InvalidOperationException($"the trigger of INTID {interrupt} changes while it is enabled");
            Edge[interrupt] = edge;
        }

        private int Here(int interrupt) => interrupt >= first && interrupt < end ? interrupt : throw new InvalidOperationException($"INTID {interrupt} is not here");
    }

    /// <summary>What is one CPU's.</summary>
    public sealed class Cpu(byte interfaceBit)
    {
        public Bank Own { get; } = new(0, Private);

        public byte InterfaceBit { get; } = interfaceBit;

        /// <summary>GICD_CPENDSGIR: senders, by SGI.</summary>
        public byte[] Senders { get; } = Enumerable.Repeat((byte)0xff, 16).ToArray();

        public uint Control { get; set; }

        public uint PriorityMask { get; set; }

        public uint BinaryPoint { get; set; } = 7;

        /// <summary>What GICC_IAR says next.</summary>
        public Queue<uint> Acknowledgements { get; } = new();

        public List<uint> Ended { get; } = [];

        public List<uint> Deactivated { get; } = [];
    }

    private sealed class DistributorRegisters(FakeGicV2 gic) : FakeRegisters
    {
        public override ulong Read(ulong offset, int bytes) => offset switch
        {
            0x004 => (Interrupts / 32) - 1,
            >= 0x800 and < 0x820 => gic.Current.InterfaceBit * 0x0101_0101u,
            >= 0xc00 and < 0xd00 => (offset < 0xc08 ? gic.Current.Own : gic.Shared).ReadConfiguration((int)(offset - 0xc00) / 4),
            _ => throw new InvalidOperationException($"read of register {offset:x}"),
        };

        public override void Write(ulong offset, int bytes, ulong value)
        {
            if (offset == 0) gic.Control = (uint)value;
            else if (offset == 0xf00) gic.Sent.Add((uint)value);
            else if (offset is >= 0xf10 and < 0xf20) ClearSenders((int)offset - 0xf10, (uint)value);
            else if (offset is >= 0x820 and < 0xc00) WriteTargets((int)offset - 0x800, bytes, (uint)value);
            else if (bytes != 4) throw new InvalidOperationException($"an access of {bytes} bytes to register {offset:x}");
            else (IsPrivate(offset) ? gic.Current.Own : gic.Shared).Write(offset, (uint)value);
        }

        private static bool IsPrivate(ulong offset) => offset < 0x400 ? (offset & 0x7f) < 4 : offset < 0x800 ? offset < 0x420 : offset < 0xc08;

        private void ClearSenders(int first, uint value)
        {
            for (int i = 0; i < 4; i++) gic.Current.Senders[first + i] &= (byte)~(value >> (8 * i));
        }

        private void WriteTargets(int first, int bytes, uint value)
        {
            for (int i = 0; i < bytes; i++)
            {
                if (gic.Shared.Enabled[first + i] && gic.Control != 0) throw new InvalidOperationException($"INTID {first + i} gets another target while it is enabled");
                gic.Targets[first + i] = (byte)(value >> (8 * i));
            }
        }
    }

    private sealed class CpuInterfaceRegisters(FakeGicV2 gic) : FakeRegisters
    {
        public override ulong Read(ulong offset, int bytes) => offset switch
        {
            0x00 => gic.Current.Control,
            0x0c => gic.Current.Acknowledgements.TryDequeue(out uint value) ? value : 1023,
            0xfc => 0x0202_143b,
            _ => throw new InvalidOperationException($"read of register {offset:x}"),
        };

        public override void Write(ulong offset, int bytes, ulong value)
        {
            Cpu cpu = gic.Current;
            switch (offset)
            {
                case 0x00: cpu.Control = (uint)value & (gic.HasSplitDeactivation ? 0x201u : 1u); break;
                case 0x04: cpu.PriorityMask = (uint)value; break;
                case 0x08: cpu.BinaryPoint = (uint)value; break;
                case 0x10: cpu.Ended.Add((uint)value); break;
                case 0x1000: cpu.Deactivated.Add((uint)value); break;
                default: throw new InvalidOperationException($"write of register {offset:x}");
            }
        }
    }
}
