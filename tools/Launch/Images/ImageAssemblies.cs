using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;

namespace Pilevisor.Launch.Images;

/// <summary>The assemblies that an image was made from, to be looked at: apart from our own, some of which have the same names. Nothing in them is run, and their files stay free to be built anew.</summary>
internal sealed class ImageAssemblies : AssemblyLoadContext
{
    private readonly Dictionary<string, Assembly> _byName = [];
    private readonly string _directory;

    /// <param name="directory">Where they are; if it is not there, there are none.</param>
    public ImageAssemblies(string directory)
        : base("image", isCollectible: true) => _directory = directory;

    /// <summary>Reads all of them.</summary>
    public IReadOnlyList<Assembly> ReadAll() =>
        Directory.Exists(_directory) ? Directory.EnumerateFiles(_directory, "*.dll").Order().Select(file => Find(Path.GetFileNameWithoutExtension(file))!).ToArray() : [];

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) => Find(assemblyName.Name!);

    private Assembly? Find(string name)
    {
        if (_byName.TryGetValue(name, out Assembly? found)) return found;
        string file = Path.Combine(_directory, name + ".dll");
        if (!File.Exists(file)) return null;
        using MemoryStream content = new(File.ReadAllBytes(file));
        return _byName[name] = LoadFromStream(content);
    }
}
