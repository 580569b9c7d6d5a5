using System;
using System.IO;
using System.Linq;
using Pilevisor.Coherence;
using Pilevisor.Lab.Mistakes;

namespace Pilevisor.Lab.Protocols;

/// <summary>A protocol that does not ship: the source in a folder, anywhere, compiled for the Lab.</summary>
internal static class ProtocolFolder
{
    /// <summary>Compiles the protocol in <paramref name="folder"/>.</summary>
    /// <exception cref="LabException">If there is no such folder, not exactly one protocol in it, or it does not compile.</exception>
    public static ProtocolInfo Open(string folder)
    {
        if (!Directory.Exists(folder)) throw new LabException($"there is no folder {folder}");
        Type[] protocols = [.. SourceCompiler.Compile(folder, SourceCompiler.Read([folder])).GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(ICoherenceProtocol)))];
        if (protocols is not [{ } only]) throw new LabException($"{folder}: {protocols.Length} classes there are an {nameof(ICoherenceProtocol)}, and one must be");
        if (ProtocolCatalog.All.Any(shipped => shipped.Name == only.Name)) throw new LabException($"{folder}: {only.Name} is the name of a protocol that ships: give yours another");
        return new ProtocolInfo(only, folder);
    }
}
