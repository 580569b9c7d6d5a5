using Pilevisor.Coherence;

namespace Pilevisor.Lab.Model;

/// <summary>A message on the wire.</summary>
/// <param name="Message">What the protocol said.</param>
/// <param name="Content">The page's content that travels with it; <see cref="ModelContent.Nothing"/> if none does.</param>
internal readonly record struct ModelMessage(CoherenceMessage Message, ModelContent Content);
