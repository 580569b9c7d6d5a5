using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence.Tests.Model;

/// <summary>Visits every state that a small cluster can reach, breadth first, so that the first violation found has the shortest trace.</summary>
internal static class Explorer
{
    /// <summary>Explores; returns how many states there are. A violation is thrown with its trace.</summary>
    /// <param name="shape">The cluster.</param>
    /// <param name="most">More states than this is a failure: the test would no longer be exhaustive.</param>
    public static int Explore(ModelShape shape, int most)
    {
        using ModelCluster cluster = new(shape);
        List<(byte[] State, int Parent, ModelStep Step)> states = [(Save(cluster), -1, default)];
        HashSet<UInt128> seen = [Hash(states[0].State)];
        for (int i = 0; i < states.Count; i++)
        {
            Restore(cluster, states[i].State);
            foreach (ModelStep step in cluster.Steps())
            {
                Restore(cluster, states[i].State);
                try
                {
                    cluster.Take(step);
                }
                catch (Exception violation) when (violation is ModelViolation or PanicException)
                {
                    throw new ModelViolation($"{shape}: {violation.Message}\n{Trace(shape, states, i, step)}");
                }
                byte[] next = Save(cluster);
                if (seen.Add(Hash(next))) states.Add((next, i, step));
            }
            if (states.Count > most) throw new ModelViolation($"{shape}: more than {most} states");
        }
        return states.Count;
    }

    private static string Trace(ModelShape shape, List<(byte[] State, int Parent, ModelStep Step)> states, int last, ModelStep final)
    {
        List<ModelStep> steps = [final];
        for (int i = last; i > 0; i = states[i].Parent) steps.Insert(0, states[i].Step);
        return ModelTrace.Replay(shape, steps);
    }

    private static byte[] Save(ModelCluster cluster)
    {
        StateBytes state = new();
        cluster.Transfer(state);
        return state.ToArray();
    }

    private static void Restore(ModelCluster cluster, byte[] saved) => cluster.Transfer(new StateBytes(saved));

    private static UInt128 Hash(byte[] state)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(state, hash);
        return System.Runtime.InteropServices.MemoryMarshal.Read<UInt128>(hash);
    }
}
