using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Lab.Model;

namespace Pilevisor.Lab.Checking;

/// <summary>
/// Visits every state that a small cluster can reach, breadth first and level by level, on all CPUs: so the first violation found has a shortest trace.
/// </summary>
public sealed class Explorer(ModelSubject subject, ModelShape shape, ExplorerOptions options)
{
    // A table entry at three quarters' load and after doubling.
    private const int BytesPerKey = 40;

    private readonly Stopwatch _time = new();
    private readonly VisitedStates _visited = new();
    private readonly StateGraph _graph = new(options.ChecksProgress);
    private long _transitions;
    private int _depth;
    private int _symmetries;

    private bool HasSymmetry => options.HasSymmetry && !options.ChecksProgress;

    /// <summary>Explores.</summary>
    /// <param name="progress">Told after each level.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What was found.</returns>
    public Exploration Run(Action<ExplorerProgress>? progress = null, CancellationToken cancellation = default)
    {
        shape.Refuse();
        int threads = options.Threads == 0 ? Environment.ProcessorCount : options.Threads;
        Exploration found = Run(threads, progress, cancellation);
        // Which of several shortest ways is taken depends on the threads: a single one always takes the same.
        return found.Violation is null || threads == 1 ? found : new Explorer(subject, shape, options with { Threads = 1 }).Run(progress, cancellation);
    }

    private Exploration Run(int threads, Action<ExplorerProgress>? progress, CancellationToken cancellation)
    {
        _time.Start();
        ExplorerWorker[] workers = [.. Enumerable.Range(0, threads).Select(_ => new ExplorerWorker(subject, shape, HasSymmetry, options.ChecksProgress, _visited))];
        try
        {
            return Run(workers, progress, cancellation);
        }
        finally
        {
            foreach (ExplorerWorker worker in workers) worker.Dispose();
        }
    }

    private Exploration Run(ExplorerWorker[] workers, Action<ExplorerProgress>? progress, CancellationToken cancellation)
    {
        _symmetries = workers[0].Symmetries;
        StateQueue level = workers[0].Start();
        while (level.Count != 0)
        {
            cancellation.ThrowIfCancellationRequested();
            Expand(workers, level);
            foreach (ExplorerWorker worker in workers) Merge(worker);
            if (workers.SelectMany(worker => worker.Violations).Take(1).ToArray() is [var found])
            {
                return Result(false, new Counterexample(found.Message, [.. _graph.PathTo(found.State), found.Step]));
            }
            level = StateQueue.Join(workers.Select(worker => worker.TakeNext()));
            if (level.Count != 0) _depth++;
            progress?.Invoke(new ExplorerProgress(_visited.Count, level.Count, _depth, _time.Elapsed));
            if (Bytes(level) > options.MemoryBytes) return Result(false, null);
        }
        return Result(true, options.ChecksProgress ? new StarvationSearch(_graph, new ModelProcesses(shape)).Find() : null);
    }

    private static void Expand(ExplorerWorker[] workers, StateQueue level)
    {
        const int Chunk = 64;
        int next = 0;
        Parallel.ForEach(workers, new ParallelOptions { MaxDegreeOfParallelism = workers.Length }, worker =>
        {
            for (int from = Interlocked.Add(ref next, Chunk) - Chunk; from < level.Count; from = Interlocked.Add(ref next, Chunk) - Chunk)
            {
                for (int i = from; i < Math.Min(from + Chunk, level.Count); i++) worker.Expand(level.Number(i), level.State(i));
            }
        });
    }

    private void Merge(ExplorerWorker worker)
    {
        _transitions += worker.TakeTransitions();
        foreach ((int state, int parent, ModelStep step) in worker.Origins) _graph.SetOrigin(state, parent, step);
        worker.Origins.Clear();
        if (!options.ChecksProgress) return;
        foreach ((int state, StateSituation situation) in worker.Situations) _graph.SetSituation(state, situation);
        worker.Situations.Clear();
        _graph.AllWays.AddRange(worker.Ways);
        worker.Ways.Clear();
    }

    private long Bytes(StateQueue level) =>
        level.Bytes + ((long)_visited.Count * (BytesPerKey + StateGraph.BytesPerState)) + ((long)_graph.Ways * StateGraph.BytesPerWay);

    private Exploration Result(bool isComplete, Counterexample? violation) =>
        new(shape, _visited.Count, _transitions, _depth, _symmetries, _time.Elapsed, isComplete, options.ChecksProgress, violation);
}
