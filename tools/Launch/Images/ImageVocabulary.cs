using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Launch.Images;

/// <summary>
/// What an image's parts call their messages, and which policies it has. It is read from the assemblies that the image was made from: the class with [Image] says by [Singleton] which protocol, geometry and transport it has; what
/// a component says to other nodes is an enum of bytes called …Message: XMessage beside protocol X, and those of the virtual machine; a geometry has a constant Shift, and a constant PieceShift if its units can be split.
/// </summary>
public sealed class ImageVocabulary
{
    private const string ImageAttribute = "Pilevisor.Composition.ImageAttribute";
    private const string ImportAttribute = "Pilevisor.Composition.ImportAttribute`1";
    private const string SingletonAttribute = "Pilevisor.Composition.SingletonAttribute`2";
    private const string ProtocolContract = "Pilevisor.Coherence.ICoherenceProtocol";
    private const string GeometryContract = "Pilevisor.Coherence.IPageGeometry";
    private const string TransportContract = "Pilevisor.Interconnect.ITransport";
    private const string SecurityContract = "Pilevisor.Interconnect.IFrameSecurity";
    private const string SealedFrames = "Pilevisor.Interconnect.SealedFrames";
    private const string VirtualMachine = "Pilevisor.Virtualization";
    private const string EnumSuffix = "Message";

    private ImageVocabulary(string? protocol, string? geometry, string? transport, string? seal, int unitBytes, int pageBytes, IReadOnlyDictionary<byte, string> protocolMessages, IReadOnlyDictionary<byte, string> machineMessages) =>
        (Protocol, Geometry, Transport, Seal, UnitBytes, PageBytes, ProtocolMessages, MachineMessages) = (protocol, geometry, transport, seal, unitBytes, pageBytes, protocolMessages, machineMessages);

    /// <summary>Knows nothing.</summary>
    public static ImageVocabulary Empty { get; } = new(null, null, null, null, (int)GranuleNumber.Bytes, (int)GranuleNumber.Bytes, new Dictionary<byte, string>(), new Dictionary<byte, string>());

    /// <summary>The coherence protocol's name; null if the image has none.</summary>
    public string? Protocol { get; }

    /// <summary>The geometry's name; null if the image has none.</summary>
    public string? Geometry { get; }

    /// <summary>The transport's name; null if the image has none.</summary>
    public string? Transport { get; }

    /// <summary>What seals its frames, for which its nodes need a key; null if nothing does.</summary>
    public string? Seal { get; }

    /// <summary>Bytes in a unit of coherence; those of a page of the translation granule if the image does not say.</summary>
    public int UnitBytes { get; }

    /// <summary>Bytes in the smallest pages of the guest's memory that the nodes share, which recordings and counts of waits name: units, or pieces of those that can be split.</summary>
    public int PageBytes { get; }

    /// <summary>Its messages, by its own numbers.</summary>
    public IReadOnlyDictionary<byte, string> ProtocolMessages { get; }

    /// <summary>The virtual machine's messages, by their numbers on the wire, each after the part it belongs to.</summary>
    public IReadOnlyDictionary<byte, string> MachineMessages { get; }

    /// <summary>Reads the assemblies in a directory.</summary>
    /// <exception cref="LaunchException">If one of them is damaged, or the image's geometry does not say how large a unit is.</exception>
    public static ImageVocabulary Read(string directory) => ImageAssemblies.Look(directory, Of);

    private static ImageVocabulary Of(IReadOnlyList<Assembly> all)
    {
        Type? image = all.SelectMany(a => a.GetTypes()).FirstOrDefault(t => Attributes(t, ImageAttribute).Any());
        Type? protocol = FindImplementation(image, ProtocolContract, []);
        Type? geometry = FindImplementation(image, GeometryContract, []);
        (int shift, int pieceShift) = geometry is not null ? ShiftsOf(geometry) : (GranuleNumber.Shift, GranuleNumber.Shift);
        Dictionary<byte, string> protocolMessages = FindMessages(protocol) is { } messages ? Values(messages, "") : [];
        Dictionary<byte, string> machineMessages = [];
        foreach (Type type in all.Where(a => a.GetName().Name == VirtualMachine).SelectMany(a => a.GetTypes()).Where(t => t.Name.EndsWith(EnumSuffix, StringComparison.Ordinal)))
        {
            foreach ((byte kind, string name) in Values(type, type.Name[..^EnumSuffix.Length] + ".")) machineMessages.TryAdd(kind, name);
        }
        return new ImageVocabulary(protocol?.Name, geometry?.Name, FindImplementation(image, TransportContract, [])?.Name, FindImplementation(image, SecurityContract, []) is { } security && Seals(security) ? security.Name : null, 1 << shift, 1 << pieceShift, protocolMessages, machineMessages);
    }

    // What an image says itself comes before what its modules say.
    private static Type? FindImplementation(Type? type, string contract, HashSet<Type> visited)
    {
        if (type is null || !visited.Add(type)) return null;
        Type? own = Attributes(type, SingletonAttribute).Where(a => a.GenericTypeArguments[0].FullName == contract).Select(a => a.GenericTypeArguments[1]).FirstOrDefault();
        return own ?? Attributes(type, ImportAttribute).Select(a => FindImplementation(a.GenericTypeArguments[0], contract, visited)).FirstOrDefault(found => found is not null);
    }

    private static bool Seals(Type? security) => security is not null && (security.FullName == SealedFrames || Seals(security.BaseType));

    private static (int Unit, int Piece) ShiftsOf(Type geometry)
    {
        int unit = Constant(geometry, IPageGeometry.ShiftConstant)
            ?? throw new LaunchException(ExitStatus.BadInput, $"the geometry {geometry.Name} has no `public const int {IPageGeometry.ShiftConstant}`, log2 of a unit's bytes: nothing in an image is run to find out how large its pages are");
        return (unit, Constant(geometry, IPageGeometry.PieceShiftConstant) ?? unit);
    }

    private static int? Constant(Type type, string name) => type.GetField(name) is { IsLiteral: true } field && field.GetRawConstantValue() is int value ? value : null;

    // A protocol may inherit what it says.
    private static Type? FindMessages(Type? protocol) => protocol is null ? null : protocol.Assembly.GetType(protocol.FullName + EnumSuffix) ?? FindMessages(protocol.BaseType);

    private static IEnumerable<Type> Attributes(Type type, string name) =>
        type.GetCustomAttributesData().Select(a => a.AttributeType).Where(a => (a.IsGenericType ? a.GetGenericTypeDefinition() : a).FullName == name);

    private static Dictionary<byte, string> Values(Type type, string prefix) => type.IsEnum && type.GetEnumUnderlyingType() == typeof(byte)
        ? type.GetFields(BindingFlags.Public | BindingFlags.Static).ToDictionary(field => (byte)field.GetRawConstantValue()!, field => prefix + field.Name)
        : [];
}
