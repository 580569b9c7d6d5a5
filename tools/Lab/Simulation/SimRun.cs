using System.Threading;
using Pilevisor.Lab.Protocols;
using Pilevisor.Lab.Simulation.Workloads;

namespace Pilevisor.Lab.Simulation;

/// <summary>Runs simulations.</summary>
public static class SimRun
{
    /// <summary>Runs a cluster with one of the made-up workloads.</summary>
    /// <exception cref="LabException">If the cluster cannot be, or there is no such workload.</exception>
    /// <exception cref="SimViolation">If an invariant is broken: says which, and how to repeat the run.</exception>
    public static SimResult Run(ProtocolInfo protocol, SimOptions options, string workload, CancellationToken cancellation = default)
    {
        options.Refuse();
        return Run(protocol, options, WorkloadCatalog.Create(workload, options), workload, cancellation);
    }

    /// <summary>Runs a cluster with a workload that was chosen.</summary>
    public static SimResult Run(ProtocolInfo protocol, SimOptions options, WorkloadSource workload, CancellationToken cancellation = default)
    {
        SimOptions fitting = workload.Fit(options);
        fitting.Refuse();
        return Run(protocol, fitting, workload.Create(fitting), workload.Name, cancellation);
    }

    /// <summary>Runs a cluster with any workload.</summary>
    public static SimResult Run(ProtocolInfo protocol, SimOptions options, IWorkload workload, string name, CancellationToken cancellation = default)
    {
        using Simulator simulator = new(protocol, options, workload, name);
        return simulator.Run(cancellation);
    }
}
