using Pilevisor.Composition;

namespace Pilevisor.Kernel;

/// <summary>An image for those who want its speed: the order of locks, which the other quality was tested for, is not checked.</summary>
[Module]
[Singleton<ILockOrder, UncheckedLockOrder>]
public interface IReleaseQuality;
