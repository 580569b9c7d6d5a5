using Pilevisor.Composition;

namespace Pilevisor.Kernel;

/// <summary>An image that checks the order of its locks: what tests boot, and what is built where nothing is said.</summary>
[Module]
[Singleton<ILockOrder, CheckedLockOrder>]
public interface ICheckedQuality;
