namespace Pilevisor.Composition;

/// <summary>
/// What an image does once it is built. The image's only singleton that implements it becomes the exported entry <c>kernel_main</c>, which the boot code calls
/// on the CPU that booted.
/// <code>
/// [Singleton&lt;IImageEntry, ClusterBoot&gt;]
/// </code>
/// </summary>
public interface IImageEntry
{
    /// <summary>Runs the image. When it returns, the boot code decides what becomes of the CPU.</summary>
    void Run();
}
