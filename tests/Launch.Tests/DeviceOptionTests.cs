using System.CommandLine;
using Pilevisor.Cli.Commands;
using Pilevisor.Launch.Devices;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class DeviceOptionTests
{
    [Fact]
    public void Disks_are_read()
    {
        Assert.Equal(new GuestDisk("a.img"), DiskOption.Read("a.img", out _));
        Assert.Equal(new GuestDisk("a,b", true, DiskFormat.Raw, "x"), DiskOption.Read("a,,b,readonly,format=raw,serial=x", out _));
        Assert.Equal(new GuestDisk("a", Format: DiskFormat.Qcow2), DiskOption.Read("a,format=qcow2", out _));
        Wrong(DiskOption.Read("a,readnoly", out string? problem), problem, "'readnoly' is nothing that a disk can be: readonly, format=raw, format=qcow2 or serial=NAME; a comma in a path is written twice");
        Wrong(DiskOption.Read("a,format=vmdk", out problem), problem, "'format=vmdk' is nothing that a disk can be: readonly, format=raw, format=qcow2 or serial=NAME; a comma in a path is written twice");
        Wrong(DiskOption.Read(",readonly", out problem), problem, "a disk needs a file name");
    }

    [Fact]
    public void Shares_are_read()
    {
        Assert.Equal(new GuestShare("."), ShareOption.Read(".", out _));
        Assert.Equal(new GuestShare("/a:b", "tag", true), ShareOption.Read("/a:b:tag,readonly", out _));
        Assert.Equal(new GuestShare("/a:b/c"), ShareOption.Read("/a:b/c", out _));
        Assert.Equal(new GuestShare("/a,b", ""), ShareOption.Read("/a,,b:", out _));
        Wrong(ShareOption.Read("/a,ro", out string? problem), problem, "'ro' is nothing that a share can be: readonly; a comma in a path is written twice");
        Wrong(ShareOption.Read(":tag", out problem), problem, "a share needs a directory");
    }

    [Fact]
    public void Networks_are_read()
    {
        Assert.Equal("tap0", NetworkOption.Read("tap=tap0", out _)!.Tap);
        Assert.Null(NetworkOption.Read("none", out string? problem));
        Assert.Null(problem);
        Assert.Equal([new(false, 2222, 22), new(true, 53, 53)], NetworkOption.Read("user,forward=tcp:2222:22,forward=udp:53:53", out _)!.Forwards);
        foreach (string wrong in (string[])["bridge", "tap", "tap=", "user2", ""]) Wrong(NetworkOption.Read(wrong, out problem), problem, $"'{wrong}' is no network: there are none, user and tap=NAME");
        foreach (string wrong in (string[])["forward=2222:22", "forward=sctp:1:1", "forward=tcp:0:22", "forward=tcp:65536:22", "forward=tcp:1:-1", "forward=tcp:1:2:3", "forward", "2222:22"])
            Wrong(NetworkOption.Read($"user,{wrong}", out problem), problem, $"'{wrong}' is no forwarded port: write this host's and the guest's as in forward=tcp:2222:22, or udp");
        Wrong(NetworkOption.Read("none,forward=tcp:1:1", out problem), problem, "a guest without a network has no ports: user,forward=… forwards them");
    }

    [Fact]
    public void Options_become_devices()
    {
        GuestDevices devices = Read("--disk a --disk b,readonly --net user --share . --share /proc:p");
        Assert.Equal([new("a"), new("b", IsReadOnly: true)], devices.Disks);
        Assert.Equal([new("."), new("/proc", "p")], devices.Shares);
        Assert.NotNull(devices.Network);
        Assert.Null(devices.Entropy);
        Assert.True(Read("--rng").Entropy);
        Assert.False(Read("--no-rng").Entropy);
        Assert.False(Read("").AreAskedFor);
        Assert.Equal("--rng and --no-rng contradict each other: leave one out", Assert.Throws<LaunchException>(() => Read("--rng --no-rng")).Message);
    }

    [Fact]
    public void A_system_on_a_disk_has_a_network_unless_it_is_said_that_it_has_none()
    {
        Assert.NotNull(Read("", hasSystem: true).Network);
        Assert.Null(Read("--net none", hasSystem: true).Network);
        Assert.Equal("a", Read("--net tap=a", hasSystem: true).Network!.Tap);
    }

    private static GuestDevices Read(string line, bool hasSystem = false)
    {
        GuestDeviceOptions options = new();
        Command command = new("up");
        foreach (Option option in options.All) command.Add(option);
        ParseResult request = command.Parse(line.Split(' ', System.StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(request.Errors);
        return options.Read(request, hasSystem);
    }

    private static void Wrong(object? value, string? problem, string expected)
    {
        Assert.Null(value);
        Assert.Equal(expected, problem);
    }
}
