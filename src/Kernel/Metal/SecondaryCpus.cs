using System.Runtime;
using System.Runtime.CompilerServices;
using System.Threading;

namespace Pilevisor.Kernel.Metal;

/// <summary>Starts this machine's further CPUs: each gets a stack and an emergency stack above guard pages, and enters C# through boot.S.</summary>
/// <param name="topology">The CPUs.</param>
/// <param name="memory">Where the stacks live.</param>
/// <param name="firmware">Starts them.</param>
/// <param name="counter">The clock.</param>
/// <param name="running">Bounds the wait.</param>
/// <param name="processor">Waits.</param>
public sealed unsafe class SecondaryCpus(
    ICpuTopology topology, IPhysicalMemory memory, IFirmware firmware, ICounter counter, RunningTime running, IProcessor processor)
{
    private const ulong BoundMicroseconds = 5_000_000;

    private static SecondaryCpus? s_instance;

    private ICpuMain? _main;
    private CpuBlock* _blocks;
    private int _arrived;

    /// <summary>Makes the stacks. Before EL2's final translation is turned on, which leaves the guard pages out: see <see cref="MapGuards"/>.</summary>
    [Starts(BootPhase.Translation)]
    public void Initialize()
    {
        s_instance = this;
        _blocks = (CpuBlock*)memory.Pointer(memory.Allocate((ulong)(topology.CpuCount * sizeof(CpuBlock)), GranuleNumber.Bytes, "CPU blocks"));
        for (int i = 1; i < topology.CpuCount; i++)
        {
            _blocks[i].Index = (ulong)i;
            _blocks[i].StackTop = MakeStack(CpuBlock.StackBytes);
            _blocks[i].EmergencyStackTop = MakeStack(CpuBlock.EmergencyStackBytes);
        }
    }

    /// <summary>Starts every further CPU in <paramref name="main"/>, one after the other.</summary>
    /// <exception cref="PanicException">If firmware refuses one, or one does not arrive within 5 s.</exception>
    public void Start(ICpuMain main)
    {
        _main = main;
        for (int i = 1; i < topology.CpuCount; i++)
        {
            CpuIndex cpu = new(i);
            if (!firmware.TryStartCpu(cpu, new PhysicalAddress(Prepare(_blocks + i)))) Panic.Fail($"firmware does not start {cpu}");
            AwaitArrival(cpu);
        }
    }

    private ulong MakeStack(ulong bytes)
    {
        PhysicalAddress guard = memory.Allocate(GranuleNumber.Bytes + bytes, GranuleNumber.Bytes, "CPU stack");
        return guard.Value + GranuleNumber.Bytes + bytes;
    }

    /// <summary>Leaves the page below each stack out of <paramref name="tables"/>, which have all RAM in them.</summary>
    internal void MapGuards(HypervisorTables tables)
    {
        for (int i = 1; i < topology.CpuCount; i++)
        {
            tables.MapGuard(new PhysicalAddress(_blocks[i].StackTop - CpuBlock.StackBytes - GranuleNumber.Bytes));
            tables.MapGuard(new PhysicalAddress(_blocks[i].EmergencyStackTop - CpuBlock.EmergencyStackBytes - GranuleNumber.Bytes));
        }
    }

    private void AwaitArrival(CpuIndex cpu)
    {
        Cycles deadline = running.Now + counter.Microseconds(BoundMicroseconds);
        while (Volatile.Read(ref _arrived) < cpu.Value)
        {
            if (running.Now > deadline) Panic.Fail($"{cpu} was started but did not arrive within {BoundMicroseconds / 1_000_000} s");
            processor.Relax();
        }
    }

    [RuntimeExport("kernel_secondary")]
    private static void Arrive(ulong index)
    {
        SecondaryCpus self = s_instance!;
        Volatile.Write(ref self._arrived, (int)index);
        self._main!.Run(new CpuIndex((int)index));
    }

    // Not every firmware hands a CPU anything, so the block is left where the next one that enters looks: one is started at a time.
    [RuntimeImport("*", "asm_prepare_secondary")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong Prepare(CpuBlock* block);
}
