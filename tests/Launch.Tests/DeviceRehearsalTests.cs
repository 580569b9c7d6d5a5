using System;
using System.IO;
using System.Threading.Tasks;
using Pilevisor.Launch.Devices;
using Pilevisor.Launch.Processes;
using Xunit;

namespace Pilevisor.Launch.Tests;

/// <summary>With QEMU and qemu-img.</summary>
public sealed class DeviceRehearsalTests : IDisposable
{
    private readonly TemporaryDirectory _place = new();

    [Fact]
    public async Task What_can_be_leaves_nothing_behind()
    {
        string disk = await MakeAsync("a,b.qcow2");
        byte[] before = await File.ReadAllBytesAsync(disk, TestContext.Current.CancellationToken);
        await TryAsync(new() { Disks = [new(disk, Serial: "a"), new(_place.File("raw", new byte[512]), IsReadOnly: true)], Network = new(), Shares = [new(_place.Path, "here")], Entropy = true });
        Assert.Equal(before, await File.ReadAllBytesAsync(disk, TestContext.Current.CancellationToken));
    }

    // The whole image is there but for its last cluster, which the table before it speaks of.
    [Fact]
    public async Task A_qcow2_whose_end_is_missing_is_refused()
    {
        string disk = await MakeAsync("cut");
        await new HostCommand("qemu-io", "-c", "write -P 1 0 1M", disk).RunCheckedAsync(TestContext.Current.CancellationToken);
        await TryAsync(new() { Disks = [new(disk)] });
        using (FileStream file = File.OpenWrite(disk)) file.SetLength(file.Length / 2);
        LaunchException e = await Assert.ThrowsAsync<LaunchException>(() => TryAsync(new() { Disks = [new(disk)] }));
        Assert.Equal(ExitStatus.BadInput, e.Status);
        Assert.StartsWith($"the disk {disk} is damaged, or a part of it is missing: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_qcow2_whose_header_is_damaged_is_refused()
    {
        string disk = await MakeAsync("damaged");
        using (FileStream file = File.OpenWrite(disk))
        {
            file.Position = 4;
            file.Write([0, 0, 0, 99]);
        }

        LaunchException e = await Assert.ThrowsAsync<LaunchException>(() => TryAsync(new() { Disks = [new(disk)] }));
        Assert.Equal("QEMU cannot give the guest its devices: Unsupported qcow2 version 99", e.Message);
    }

    [Theory]
    [InlineData("Is another process using the image [/a b/c]?", "the disk /a b/c is in use by another program, which this guest and it would both write: end that, or have both read it only (,readonly)")]
    [InlineData("qemu-system-aarch64: -netdev tap,id=g0,ifname=t,script=no: could not configure /dev/net/tun (t): Operation not permitted", "QEMU cannot give the guest its devices: could not configure /dev/net/tun (t): Operation not permitted")]
    [InlineData("sh: 1: exec: qemu: not found", "QEMU cannot give the guest its devices: sh: 1: exec: qemu: not found")]
    public void A_refusal_is_said_without_QEMUs_own_arguments(string error, string said) => Assert.Equal(said, DeviceRehearsal.Refusal([error]));

    public void Dispose() => _place.Dispose();

    private static Task TryAsync(GuestDevices devices) => DeviceRehearsal.TryAsync(devices, TestContext.Current.CancellationToken);

    private async Task<string> MakeAsync(string name)
    {
        string path = Path.Combine(_place.Path, name);
        await new HostCommand("qemu-img", "create", "-q", "-f", "qcow2", path, "8M").RunCheckedAsync(TestContext.Current.CancellationToken);
        return path;
    }
}
