namespace Pilevisor.Coherence.Tests.Model;

/// <summary>Whether a page is held. A hold that nobody awaits may last as long as nothing happens.</summary>
internal enum ModelHold : byte
{
    None,
    Idle,
    Awaited,
}
