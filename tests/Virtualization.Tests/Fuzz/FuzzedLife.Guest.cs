using System;
using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests.Fuzz;

/// <content>The guest.</content>
internal sealed partial class FuzzedLife
{
    // Something that a guest may do, so that the node awaits answers. A CPU that waits is left waiting; for a page it may ask again.
    private void Act()
    {
        int cpu = _random.Next(FuzzedNode.Cpus);
        Image.FakeProcessor.Current = new CpuIndex(cpu);
        bool isForPage = true;
        try
        {
            switch (_waiting.Contains(cpu) ? 3 : _random.Next(5))
            {
                case 0:
                    isForPage = false;
                    GuestPhysicalAddress register = new((_random.Next(4) switch { 0 => 0x0900_0000ul, 1 => 0x0901_0000ul, 2 => 0x0800_0000ul, _ => 0x080a_0000ul }) + ((uint)_random.Next(0x400) << 2));
                    if (_random.Next(2) == 0) Image.MmioForwarding.TryRead(register, 4, out _);
                    else Image.MmioForwarding.TryWrite(register, 4, (ulong)_random.Next());
                    break;
                case 1:
                    isForPage = false;
                    TrapFrame frame = default;
                    frame.Write(0, _random.Next(2) == 0 ? 0xc400_0003ul : 0xc400_0004ul);
                    frame.Write(1, ((ulong)_random.Next(FuzzedNode.Places) << 8) | (uint)_random.Next(FuzzedNode.Cpus));
                    frame.Write(2, 0x4000_0000ul);
                    Image.TrapTable.Take(ExceptionClass.Hvc64, ref frame);
                    break;
                case 2:
                    isForPage = false;
                    Image.TlbBroadcast.TryExecute(new SystemRegisterEncoding(1, 0, 8, 3, 0), 0);
                    break;
                default:
                    uint page = (uint)_random.Next(FuzzedNode.Nodes) * (uint)(FuzzedNode.WindowBytes / GranuleNumber.Bytes);
                    GranuleNumber granule = new(0x40000 + page + (uint)_random.Next(40));
                    AccessKind kind = _random.Next(2) == 0 ? AccessKind.Write : AccessKind.Read;
                    // A node's that has left is none.
                    if (Image.MemoryAggregation.Contains(granule)) Image.MemoryAggregation.Resolve(granule, kind);
                    break;
            }
            TrapFrame entry = GuestTrap.At(0x1000, GuestTrap.El0);
            Image.GuestInterrupts.BeforeGuestEntry(in entry);
        }
        catch (TimeoutException)
        {
            if (!isForPage) _waiting.Add(cpu);
        }
        Image.FakeProcessor.Current = new CpuIndex(0);
    }
}
