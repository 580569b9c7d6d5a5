using Pilevisor.Coherence;

namespace Pilevisor.Lab.Model;

/// <summary>A CPU of a modelled node.</summary>
/// <param name="State">What it does.</param>
/// <param name="Page">The page it wants, as an index; 0 when idle.</param>
/// <param name="Kind">What it wants of it; <see cref="AccessKind.Read"/> when idle.</param>
internal readonly record struct ModelCpu(ModelCpuState State, byte Page, AccessKind Kind);
