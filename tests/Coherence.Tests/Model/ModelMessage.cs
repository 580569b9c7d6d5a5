namespace Pilevisor.Coherence.Tests.Model;

/// <summary>A message under way, with the version of the page it carries if it carries one.</summary>
internal readonly record struct ModelMessage(CoherenceMessage Message, bool HasContent, int Version);
