using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// The distributor's registers (IHI 0069, 12.8 and 12.9), on the leader. Reserved registers, those of private interrupts (which are the redistributors' with
/// affinity routing), and accesses of a width that a register does not take read as zero and are ignored.
/// </summary>
/// <param name="distributor">What they control.</param>
/// <param name="settlement">Makes pending and active state true.</param>
/// <param name="published">Has GICD_CTLR while no write is under way: one begins with a write of some register here.</param>
/// <param name="gate">Protects it.</param>
/// <param name="topology">How many redistributors there are.</param>
public sealed class DistributorDevice(SpiDistributor distributor, InterruptSettlement settlement, PublishedRegisters published, VirtualInterruptLock gate, VcpuTopology topology)
    : MmioDevice(Registers, RegisterBytes)
{
    private const uint RegisterBytes = 0x1_0000;
    private const uint RouteEnd = GicDistributorRegisters.Route + (8 * VirtualGic.InterruptCount);

    // GICD_CTLR with security disabled: affinity routing and DS are always on.
    private const uint AlwaysOn = GicDistributorRegisters.DisableSecurity | GicDistributorRegisters.AffinityRouting;

    // GICD_TYPER: no SPI goes to any one of many vCPUs, INTIDs have 10 bits, 288 of them. No LPIs, no message-based SPIs, no range selector, no extended
    // ranges.
    private const uint TypeValue = (1u << 25) | (9u << 19) | ((VirtualGic.InterruptCount / 32) - 1);

    // Aff3, Aff2, Aff1 and Aff0; Interrupt_Routing_Mode is RES0 as GICD_TYPER.No1N says.
    private const ulong RouteMask = 0xff_00ff_ffff;

    /// <summary>GICD_CTLR, as on QEMU's virt machine.</summary>
    public static GuestPhysicalAddress Registers => new(0x0800_0000);

    /// <summary>The whole interrupt controller, its redistributors included.</summary>
    public override void Describe(ref DeviceTreeWriter tree)
    {
        tree.BeginNode("interrupt-controller"u8, Start.Value);
        tree.Text("compatible"u8, "arm,gic-v3"u8);
        tree.Flag("interrupt-controller"u8);
        tree.Cell("#interrupt-cells"u8, 3);
        tree.Cell("#address-cells"u8, 0);
        tree.Cell("#redistributor-regions"u8, 1);
        tree.BeginProperty("reg"u8, 4 * sizeof(ulong));
        tree.Long(Start.Value);
        tree.Long(Bytes);
        tree.Long(RedistributorDevice.Registers.Value);
        tree.Long((ulong)topology.VcpuCount * RedistributorDevice.BytesOfOne);
        tree.Cell("phandle"u8, GuestDeviceTree.PhandleOfGic);
        tree.EndNode();
    }

    /// <inheritdoc/>
    public override bool NeedsSettling(uint offset) => InterruptRegisters.IsState(offset) && IsSpi(offset);

    /// <inheritdoc/>
    public override void Settle(uint offset) => settlement.SettleDistributor((offset & 0x7f) / 4);

    /// <inheritdoc/>
    public override bool TryRead(MmioAccess access, out ulong value)
    {
        gate.Acquire();
        value = access.Offset % (uint)access.Bytes == 0 ? Read(access.Offset, access.Bytes) : 0;
        gate.Release();
        return true;
    }

    /// <inheritdoc/>
    public override bool TryWrite(MmioAccess access, ulong value)
    {
        gate.Acquire();
        published.Hide(Start, sizeof(uint));
        if (access.Offset % (uint)access.Bytes == 0) Write(access.Offset, access.Bytes, value);
        gate.Release();
        return true;
    }

    private ulong Read(uint offset, int bytes)
    {
        if (offset is >= GicInterruptRegisters.Group and < GicInterruptRegisters.ConfigurationEnd) return InterruptRegisters.Read(distributor, offset, bytes);
        if (offset is >= GicDistributorRegisters.Route and < RouteEnd) return ReadRoute(offset, bytes);
        if (bytes != 4) return 0;
        return offset switch
        {
            GicDistributorRegisters.Control => ReadControl(),
            GicDistributorRegisters.Type => TypeValue,
            GicDistributorRegisters.Implementer => VirtualGic.Implementer,
            >= VirtualGic.IdentificationStart => VirtualGic.ReadIdentification(offset),
            _ => 0,
        };
    }

    private void Write(uint offset, int bytes, ulong value)
    {
        if (offset is >= GicInterruptRegisters.Group and < GicInterruptRegisters.ConfigurationEnd) InterruptRegisters.Write(distributor, offset, bytes, value);
        else if (offset is >= GicDistributorRegisters.Route and < RouteEnd) WriteRoute(offset, bytes, value);
        else if (offset == GicDistributorRegisters.Control && bytes == 4) distributor.SetGroupsEnabled(new GroupSet((uint)value));
    }

    // Of a bit array.
    private static bool IsSpi(uint offset) => (offset & 0x7f) * 8 is >= VirtualGic.FirstSpi and < VirtualGic.InterruptCount;

    private uint ReadControl()
    {
        uint value = AlwaysOn | distributor.GroupsEnabled.Bits;
        if (distributor.HasWriteUnderWay) return value | GicDistributorRegisters.WritePending;
        published.Publish(Start, sizeof(uint), value);
        return value;
    }

    private ulong ReadRoute(uint offset, int bytes)
    {
        uint spi = (offset - GicDistributorRegisters.Route) / 8;
        if (!distributor.Contains(spi)) return 0;
        ulong route = distributor.ReadRoute(spi);
        return bytes switch
        {
            8 => route,
            4 => (uint)(route >> (8 * (int)(offset & 4))),
            _ => 0,
        };
    }

    private void WriteRoute(uint offset, int bytes, ulong value)
    {
        uint spi = (offset - GicDistributorRegisters.Route) / 8;
        if (!distributor.Contains(spi) || bytes is not (4 or 8)) return;
        ulong route = distributor.ReadRoute(spi);
        int shift = 8 * (int)(offset & 4);
        if (bytes == 4) value = (route & ~(0xffff_fffful << shift)) | ((ulong)(uint)value << shift);
        distributor.WriteRoute(spi, value & RouteMask);
    }
}
