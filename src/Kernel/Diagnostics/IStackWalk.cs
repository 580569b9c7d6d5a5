namespace Pilevisor.Kernel;

/// <summary>Frame records (AAPCS64, 6.4.6): x29 points to the caller's x29 and x30.</summary>
public interface IStackWalk
{
    /// <summary>x29 of the calling function.</summary>
    ulong FramePointer { get; }

    /// <summary>Reads the record at <paramref name="framePointer"/>. False if it does not lie in a stack of the image.</summary>
    bool TryRead(ulong framePointer, out ulong callerFramePointer, out ulong returnAddress);

    /// <summary>The variant's name and the build's hash, in ASCII.</summary>
    System.ReadOnlySpan<byte> ImageIdentity { get; }

    /// <summary>Stops the calling CPU for good.</summary>
    void Halt();
}
