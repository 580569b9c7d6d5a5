namespace Pilevisor.Kernel;

/// <summary>Told of every lock that is taken and given back, to hold the CPUs to the order of <see cref="LockRank"/>; whether it does is the image's quality.</summary>
public interface ILockOrder
{
    /// <summary>The CPU that asks.</summary>
    IProcessor Processor { get; }

    /// <summary>The calling CPU is about to take a lock of <paramref name="rank"/>. What it held before, for <see cref="Leave"/>.</summary>
    /// <exception cref="PanicException">If it holds one of that rank or a higher, and the order is checked.</exception>
    HeldRank Enter(LockRank rank);

    /// <summary>The CPU that got <paramref name="outer"/> from <see cref="Enter"/> gave that lock back, its innermost.</summary>
    void Leave(HeldRank outer);

    /// <summary>The calling CPU must hold a lock of <paramref name="rank"/> or a higher.</summary>
    /// <exception cref="PanicException">If it does not, and the order is checked.</exception>
    void AssertHeld(LockRank rank);
}
