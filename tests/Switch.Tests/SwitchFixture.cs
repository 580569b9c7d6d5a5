using System;
using System.IO;
using System.Linq;

namespace Pilevisor.Switch.Tests;

/// <summary>A switch in a directory of its own, with a node at each port, or at the first few.</summary>
internal sealed class SwitchFixture : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("switch-test-").FullName;

    public SwitchFixture(int ports, SwitchOptions? options = null, HostFrameHandler? host = null, int? nodes = null)
    {
        Switch = new EthernetSwitch(_directory, ports, options ?? new SwitchOptions(), host ?? ((_, _) => throw new InvalidOperationException("a frame to the host")));
        Nodes = Enumerable.Range(0, nodes ?? ports).Select(port => new TestNode(Switch, port)).ToArray();
        Switch.Start();
    }

    public EthernetSwitch Switch { get; }

    public TestNode[] Nodes { get; }

    public void Dispose()
    {
        Switch.Dispose();
        foreach (TestNode node in Nodes) node.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
