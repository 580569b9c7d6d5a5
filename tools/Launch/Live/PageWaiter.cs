using System.Text.Json.Serialization;

namespace Pilevisor.Launch.Live;

/// <summary>A node whose CPUs wait for a page.</summary>
/// <param name="Node">Its number.</param>
/// <param name="WaitsPerSecond">How often.</param>
/// <param name="Instruction">The guest's virtual address of the instruction that did so last; 0 if it is not known.</param>
/// <param name="Symbol">What that is in, for whoever has the guest's symbols; null otherwise.</param>
public sealed record PageWaiter(int Node, double WaitsPerSecond, [property: JsonConverter(typeof(HexadecimalConverter))] ulong Instruction, string? Symbol = null);
