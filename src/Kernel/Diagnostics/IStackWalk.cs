namespace Pilevisor.Kernel;

/// <summary>Frame records (AAPCS64, 6.4.6): x29 points to the caller's x29 and x30.</summary>
public interface IStackWalk
{
    /// <summary>x29 of the calling function.</summary>
    ulong FramePointer { get; }

    /// <summary>Reads the record at <paramref name="framePointer"/>. False if it does not lie in a stack of the image.</summary>
    bool TryRead(ulong framePointer, out ulong callerFramePointer, out ulong returnAddress);

    /// <summary>Where the image begins.</summary>
    PhysicalAddress ImageStart { get; }

    /// <summary>Where the linker put the code that runs at <paramref name="address"/>, which is what the image's symbols say of it. What is no code of the image stays what it is.</summary>
    ulong LinkAddress(ulong address);

    /// <summary>The variant's name and the build's hash, in ASCII.</summary>
    System.ReadOnlySpan<byte> ImageIdentity { get; }

    /// <summary>Stops the calling CPU for good.</summary>
    void Halt();
}
