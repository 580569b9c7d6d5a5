using System;
using System.Collections.Generic;
using System.Text;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence.Tests.Model;

/// <summary>Plays steps again and says what happened at each.</summary>
internal static class ModelTrace
{
    public static string Replay(ModelShape shape, IReadOnlyList<ModelStep> steps)
    {
        StringBuilder text = new();
        using ModelCluster cluster = new(shape);
        for (int i = 0; i < steps.Count; i++)
        {
            text.AppendLine($"{i + 1,4} {cluster.Describe(steps[i])}");
            try
            {
                cluster.Take(steps[i]);
            }
            catch (Exception violation) when (violation is ModelViolation or PanicException)
            {
                text.AppendLine($"     -> {violation.Message}");
            }
        }
        return text.Append(cluster.Describe()).ToString();
    }
}
