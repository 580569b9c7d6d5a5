using System.Linq;
using Pilevisor.Launch.Packages;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class HostPackagesTests
{
    [Fact]
    public void A_guest_with_devices_takes_what_looks_into_them_besides()
    {
        Assert.Equal(HostPackages.ForClusters, HostPackages.For(new()));
        Assert.Equal([.. HostPackages.ForClusters, .. HostPackages.ForDevices], HostPackages.For(new() { Devices = new() { Network = new() } }));
        Assert.Equal([.. HostPackages.ForClusters, .. HostPackages.ForSystems], HostPackages.For(new() { Root = new() }));
        Assert.Contains("kmod", HostPackages.ForDevices.Select(package => package.Name));
    }
}
