using System.IO;
using System.Runtime.CompilerServices;
using Pilevisor.Snapshots;
using Xunit;

namespace Pilevisor.Composition.Tests;

/// <summary>The wiring of the variant that most people build.</summary>
public sealed class ShippedImageTests
{
    [Fact]
    public void Boot_starts_what_it_needs_in_this_order() => Snapshot.Verify(Of(VirtCluster).Wiring.Split("void IBootSequence.Start", 2)[1]);

    [Fact]
    public void A_device_of_the_guests_machine_is_one_line()
    {
        string wiring = Of(VirtCluster.Replace("internal sealed partial", "[Singleton<MmioDevice, Watchdog>(Name = \"watchdog\")]\ninternal sealed partial") + """

            internal sealed class Watchdog() : MmioDevice(new Pilevisor.Kernel.GuestPhysicalAddress(0x0905_0000), 0x1000)
            {
                public override bool TryRead(MmioAccess access, out ulong value) { value = 0; return true; }
                public override bool TryWrite(MmioAccess access, ulong value) => true;
            }
            """).Wiring.Replace("\n            ", " ");
        const string devices = "new MmioDevice[] { _virtualPl011, _virtualPl031, _virtioSlots, _distributorDevice, _redistributorDevice, _watchdog }";
        Assert.Contains($"new MmioBus( {devices})", wiring);
        Assert.Contains($"new GuestDeviceTree( _clusterDescription, _vcpuTopology, _guestGicV3, {devices})", wiring);
    }

    // A guest sees the kind of interrupt controller that its machine has: the generator says what the board lacks.
    [Theory]
    [InlineData("IQemuVirtGicV2Board", "IDefaultGuest", "IVirtualSystemRegisters")]
    [InlineData("IQemuVirtBoard", "IGicV2Guest", "IMappedCpuInterface")]
    public void A_board_with_another_interrupt_controller_than_the_guest_is_refused(string board, string guest, string lacking)
    {
        Generation generation = Generation.OfFile(VirtCluster.Replace("IQemuVirtBoard", board).Replace("IDefaultGuest", guest));
        Assert.Contains(generation.Problems, problem => problem.Contains("PV1001", System.StringComparison.Ordinal) && problem.Contains(lacking, System.StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("RaspberryPi4", "StandardFrames", "JumboFrames", "'JumboFrames' does not go with 'Genet', whose LongestFrameBytes is 1514: 4202 is the least")]
    [InlineData("VirtUnits2M", "NoRuns", "GrowingRuns", "'GrowingRuns' does not go with 'Units2M', whose Shift is 21: 16 is the most")]
    public void Policies_that_do_not_go_together_are_refused(string variant, string fitting, string other, string problem)
    {
        Assert.Empty(Generation.OfFile(Variant(variant)).Problems);
        Generation generation = Generation.OfFile(Variant(variant).Replace(fitting, other));
        Assert.StartsWith($"PV1022: {problem}, ", Assert.Single(generation.Problems), System.StringComparison.Ordinal);
    }

    private static string VirtCluster => Variant("VirtCluster");

    private static string Variant(string name) => "global using Quality = Pilevisor.Kernel.ICheckedQuality;\n" + File.ReadAllText(Sample(name));

    private static Generation Of(string file)
    {
        Generation generation = Generation.OfFile(file);
        Assert.Empty(generation.Problems);
        return generation;
    }

    private static string Sample(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "samples", name, name + ".cs");
}
