namespace Pilevisor.Launch.Running;

/// <summary>Which ways through the hypervisor are meant, by functions that they went through or not; a function is given by how its symbol ends.</summary>
/// <param name="Through">They went through this one.</param>
/// <param name="PastBy">And not through this one; null if that is all the same.</param>
/// <param name="Round">Each round of a wait begins with this one. A round in which <paramref name="News"/> did not run is waiting, and does not count, unless it is the last; null if all counts.</param>
/// <param name="News">What ends waiting.</param>
public sealed record PathKind(string Through, string? PastBy = null, string? Round = null, string? News = null)
{
    private const string Resolve = "_PageFaults__Resolve";
    private const string Receive = "_CoherenceReceiver__Receive";

    /// <summary>From a guest's access to a page that may be elsewhere to the return to the guest, with everything that was to be done meanwhile.</summary>
    public static PathKind Fault { get; } = new(Resolve);

    /// <summary>The same without waiting: see <see cref="Round"/>.</summary>
    public static PathKind FaultWithoutWaiting { get; } = new(Resolve, Round: "_Waits__Serve", News: Receive);

    /// <summary>An interrupt of the guest that brings a message about a page.</summary>
    public static PathKind PageMessage { get; } = new(Receive, PastBy: Resolve);

    /// <summary>The guest's write to ICC_SGI1R_EL1.</summary>
    public static PathKind SgiSent { get; } = new("_SoftwareGeneratedInterrupts__Write");

    /// <summary>The interrupt by which a vCPU gets an SGI that another of its node has sent.</summary>
    public static PathKind SgiFromHere { get; } = new("_KickInterrupt__Handle", PastBy: "_SoftwareGeneratedInterrupts__Receive");

    /// <summary>The interrupt by which a vCPU gets an SGI that one of another node has sent.</summary>
    public static PathKind SgiFromElsewhere { get; } = new("_SoftwareGeneratedInterrupts__Receive");
}
