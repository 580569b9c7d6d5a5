using System;
using System.Collections.Generic;
using System.Threading;
using Pilevisor.Lab.Model;

namespace Pilevisor.Lab.Checking;

/// <summary>All that is asked of a protocol on a small cluster: that nothing wrong can be reached, and that every access completes.</summary>
/// <param name="subject">What is put to the test.</param>
/// <param name="shape">The cluster.</param>
/// <param name="options">How to explore.</param>
public sealed class ProtocolCheck(ModelSubject subject, ModelShape shape, ExplorerOptions options)
{
    /// <summary>
    /// The cluster in which progress is asked about, null if <paramref name="shape"/> has no such. It needs holds: without them a page can be taken before its winner has used it, again and again, which is what they are for.
    /// Evictions are left out from three nodes on: a reader may starve if the page is evicted anew each time before a fetch is over, and a frame cache does not go round that fast. Faults only delay.
    /// </summary>
    public static ModelShape? ProgressShape(ModelShape shape) =>
        shape.Holds && shape.Nodes <= 3 && shape.Pages == 1 && !shape.Faults.HasFlag(ModelFaults.Death)
            ? shape with { Faults = ModelFaults.None, Evictions = shape.Evictions && shape.Nodes == 2 }
            : null;

    /// <summary>Runs it; what comes after a violation or an exhausted memory is not run.</summary>
    /// <param name="progress">Told after each level.</param>
    /// <param name="cancellation">Ends it.</param>
    public IEnumerable<Exploration> Run(Action<ExplorerProgress>? progress = null, CancellationToken cancellation = default)
    {
        Exploration safety = new Explorer(subject, shape, options with { ChecksProgress = false }).Run(progress, cancellation);
        yield return safety;
        if (!safety.IsComplete || ProgressShape(shape) is not { } smaller) yield break;
        yield return new Explorer(subject, smaller, options with { ChecksProgress = true }).Run(progress, cancellation);
    }
}
