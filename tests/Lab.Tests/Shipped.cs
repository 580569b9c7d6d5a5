using System.Collections.Generic;
using System.IO;
using System.Linq;
using Pilevisor.Lab.Checking;
using Pilevisor.Lab.Mistakes;
using Pilevisor.Lab.Model;
using Pilevisor.Lab.Protocols;
using Pilevisor.Lab.Simulation;
using Pilevisor.Launch.Layout;
using Xunit;

namespace Pilevisor.Lab.Tests;

/// <summary>What ships, for tests.</summary>
internal static class Shipped
{
    public static string Root { get; } = RepositoryLayout.Find().Root;

    public static MistakeCatalog Mistakes { get; } = new(Root);

    public static string Traces { get; } = Path.Combine(Root, "tests", "Lab.Tests", "Traces");

    public static ProtocolInfo Protocol(string name) => ProtocolCatalog.Named(name)[0];

    public static ModelSubject Subject(string protocol, string? mistake = null)
    {
        ProtocolInfo info = Protocol(protocol);
        return Mistakes.Plant(info, mistake is null ? null : Mistakes.Find(info, mistake));
    }

    /// <summary>The first violation in a cluster of that shape; null if there is none.</summary>
    public static Exploration? FindViolation(ModelSubject subject, ModelShape shape) =>
        Check(subject, shape).FirstOrDefault(exploration => exploration.Violation is not null);

    public static IEnumerable<Exploration> Check(ModelSubject subject, ModelShape shape) =>
        new ProtocolCheck(subject, shape, new ExplorerOptions()).Run(null, TestContext.Current.CancellationToken);

    public static Exploration Explore(ModelSubject subject, ModelShape shape, ExplorerOptions options) =>
        new Explorer(subject, shape, options).Run(null, TestContext.Current.CancellationToken);

    public static SimResult Simulate(ProtocolInfo protocol, SimOptions options, string workload) => SimRun.Run(protocol, options, workload, TestContext.Current.CancellationToken);

    public static SimResult Simulate(ProtocolInfo protocol, SimOptions options, IWorkload workload, string name) =>
        SimRun.Run(protocol, options, workload, name, TestContext.Current.CancellationToken);

    public static IReadOnlyList<SimFailure> Campaign(ProtocolInfo protocol, SimOptions options, string workload, int seeds) =>
        new Campaign(protocol, options, workload).Run(seeds, null, TestContext.Current.CancellationToken);

    public static IEnumerable<string> ProtocolNames => ProtocolCatalog.All.Select(protocol => protocol.Name);
}
