using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Pilevisor.Lab.Model;
using Pilevisor.Lab.Protocols;

namespace Pilevisor.Lab.Mistakes;

/// <summary>The mistakes that can be planted: a protocol's own, those of reliable delivery, and those of the world around both.</summary>
/// <param name="root">The repository, whose sources are changed (in memory) and compiled.</param>
public sealed class MistakeCatalog(string root)
{
    /// <summary>Where reliable delivery is.</summary>
    internal const string DeliveryFolder = "src/Interconnect/Delivery";

    private static readonly Mistake[] _world =
    [
        new("late-tlb-drop", "A permission counts as lowered before the TLBs have dropped the page.", "", [], WorldMistakes.LateTlbDrop),
        new("lost-wake-up", "Whoever waits for a page is not told that it came.", "", [], WorldMistakes.LostWakeUp),
        new("lost-hold-end", "The protocol is not told of the end of a hold that it waits for.", "", [], WorldMistakes.LostHoldEnd),
        new("hold-ends-under-device", "The protocol is told that a hold is over although a device still works on the page.", "", [], WorldMistakes.HoldEndsUnderDevice),
    ];

    /// <summary>All that can be planted into a cluster that runs <paramref name="protocol"/>.</summary>
    public IReadOnlyList<Mistake> Of(ProtocolInfo protocol) => [.. protocol.Folders.SelectMany(folder => MistakeFile.Read(root, folder)), .. MistakeFile.Read(root, DeliveryFolder), .. _world];

    /// <summary>The one called <paramref name="name"/>, or the one in the file of that name: an idea that somebody wants to see tried.</summary>
    /// <exception cref="LabException">If there is none: lists those there are.</exception>
    public Mistake Find(ProtocolInfo protocol, string name)
    {
        if (File.Exists(name)) return ReadOne(name, protocol.Folders.First());
        return Find(Of(protocol), protocol.Name, name);
    }

    /// <summary>The mistake in a file that has one, of the code in <paramref name="folder"/>.</summary>
    /// <exception cref="LabException">If it has none, or several.</exception>
    internal static Mistake ReadOne(string file, string folder) =>
        MistakeFile.Parse(File.ReadAllLines(file), folder, file) is [{ } only] ? only : throw new LabException($"{file}: one mistake a file can be planted");

    /// <summary>The one of <paramref name="all"/> that is called <paramref name="name"/>.</summary>
    /// <param name="all">What there is.</param>
    /// <param name="owner">What users call that which has them.</param>
    /// <param name="name">The name.</param>
    /// <exception cref="LabException">If there is none: lists those there are.</exception>
    internal static Mistake Find(IReadOnlyList<Mistake> all, string owner, string name) =>
        all.FirstOrDefault(mistake => mistake.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new LabException($"{owner} has no known mistake '{name}', and there is no such file; there are:\n{string.Join('\n', all.Select(mistake => $"  {mistake.Name,-34} {mistake.Description}"))}");

    /// <summary>Of <paramref name="protocols"/> those that <paramref name="name"/> can be planted into; all of them if none, so that <see cref="Find(ProtocolInfo, string)"/> says what there is.</summary>
    public IReadOnlyList<ProtocolInfo> With(IReadOnlyList<ProtocolInfo> protocols, string name)
    {
        ProtocolInfo[] fitting = [.. protocols.Where(protocol => Of(protocol).Any(mistake => mistake.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))];
        return fitting.Length == 0 ? protocols : fitting;
    }

    /// <summary>What to put to the test: the protocol and the delivery that ship, or with <paramref name="mistake"/> planted.</summary>
    /// <exception cref="LabException">If the mistake does not fit the source any more.</exception>
    public ModelSubject Plant(ProtocolInfo protocol, Mistake? mistake)
    {
        MistakeCompiler compiler = new(root);
        string[] folders = [.. protocol.Folders];
        ProtocolInfo subject = mistake is not null && folders.Contains(mistake.Folder) ? new ProtocolInfo(compiler.Compile(mistake, folders, protocol.Type.FullName!), folders[0]) : protocol;
        Type receiver = mistake?.Folder == DeliveryFolder ? compiler.Compile(mistake, [DeliveryFolder], ShippedDelivery.ReceiverName) : ShippedDelivery.Receiver;
        return new ModelSubject(subject, ShippedDelivery.AcceptanceOf(receiver), mistake?.World ?? WorldMistakes.None);
    }
}
