namespace Pilevisor.Launch.Images;

/// <summary>A built variant.</summary>
/// <param name="Variant">Its name.</param>
/// <param name="Binary">What boots: a flat binary with an arm64 Image header.</param>
/// <param name="Elf">The same with symbols.</param>
/// <param name="Manifest">What is in it, in words.</param>
/// <param name="Assemblies">The directory with the assemblies it was made from.</param>
public sealed record VariantImage(string Variant, string Binary, string Elf, string Manifest, string Assemblies);
