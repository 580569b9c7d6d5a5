using System;
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

    private ImageAssemblies(string directory)
        : base("image", isCollectible: true) => _directory = directory;

    /// <summary>Looks at those in a directory; if it is not there, there are none. What is found must not hold on to them.</summary>
    /// <exception cref="LaunchException">If one of them is damaged.</exception>
    public static T Look<T>(string directory, Func<IReadOnlyList<Assembly>, T> find)
    {
        ImageAssemblies assemblies = new(directory);
        try
        {
            return find(assemblies.ReadAll());
        }
        catch (Exception e) when (e is BadImageFormatException or FileLoadException or ReflectionTypeLoadException)
        {
            throw new LaunchException(ExitStatus.Unavailable, $"the assemblies in {directory} cannot be read: {e.Message}\n`./pilevisor clean` makes the next run build them anew", e);
        }
        finally
        {
            assemblies.Unload();
        }
    }

    private IReadOnlyList<Assembly> ReadAll() =>
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
