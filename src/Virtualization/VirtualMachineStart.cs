namespace Pilevisor.Virtualization;

/// <summary>Puts the guest's machine together: devices onto the bus, handlers into the tables. Boot only, once the cluster is described and before set-up is reported as done.</summary>
/// <param name="bus">Where devices are plugged in.</param>
/// <param name="distributor">GICD.</param>
/// <param name="redistributors">GICR.</param>
/// <param name="uart">The guest's serial port.</param>
/// <param name="virtio">Empty virtio-mmio slots.</param>
/// <param name="forwarding">Device accesses between nodes.</param>
/// <param name="consoleMessages">The guest's serial port between nodes.</param>
/// <param name="console">The physical serial port's interrupt.</param>
/// <param name="interrupts">The virtual interrupt controller.</param>
/// <param name="timer">The physical timer.</param>
/// <param name="lines">The lines of private interrupts.</param>
/// <param name="power">Virtual PSCI.</param>
/// <param name="tlbDecision">Whether TLB maintenance is carried.</param>
/// <param name="tlbBroadcast">Carries it.</param>
/// <param name="systemRegisters">Trapped system registers.</param>
/// <param name="coprocessors">Trapped coprocessor registers.</param>
/// <param name="publishedReads">Reads of device registers that can be answered at once.</param>
/// <param name="dataAborts">Stage 2 faults of data accesses.</param>
/// <param name="instructionAborts">Stage 2 faults of instruction fetches.</param>
/// <param name="undefined">What the guest may not execute.</param>
public sealed class VirtualMachineStart(
    MmioBus bus, DistributorDevice distributor, RedistributorDevice redistributors, VirtualPl011 uart, EmptyVirtioSlots virtio, MmioForwarding forwarding, ConsoleMessages consoleMessages, ConsoleInterrupt console,
    VirtualInterruptController interrupts, PhysicalTimerRegisters timer, LineWatch lines, VirtualPower power, TlbDecision tlbDecision, TlbBroadcast tlbBroadcast, SystemRegisterHandler systemRegisters,
    CoprocessorHandler coprocessors, PublishedReads publishedReads, DataAbortHandler dataAborts, InstructionAbortHandler instructionAborts, UndefinedInstructionHandler undefined)
{
    /// <summary>What the CPUs share.</summary>
    public void Initialize()
    {
        bus.Add(distributor);
        bus.Add(redistributors);
        bus.Add(uart);
        bus.Add(virtio);
        forwarding.Initialize();
        consoleMessages.Initialize();
        console.Initialize();
        interrupts.Initialize();
        timer.Initialize();
        lines.Initialize();
        power.Initialize();
        tlbDecision.Initialize();
        tlbBroadcast.Initialize();
        systemRegisters.Initialize();
        coprocessors.Initialize();
        publishedReads.Initialize();
        dataAborts.Initialize();
        instructionAborts.Initialize();
        undefined.Initialize();
    }

    /// <summary>The calling CPU's own part. On every CPU.</summary>
    public void InitializeCpu() => interrupts.InitializeCpu();
}
