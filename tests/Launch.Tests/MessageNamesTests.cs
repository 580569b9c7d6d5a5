using System;
using System.IO;
using System.Linq;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Running;
using Xunit;

namespace Pilevisor.Launch.Tests;

public sealed class MessageNamesTests : IDisposable
{
    private readonly TemporaryDirectory _place = new();

    [Fact]
    public void An_images_protocol_and_its_messages_are_found_in_what_the_image_is_made_of()
    {
        ImageVocabulary vocabulary = Vocabulary("Launch.Tests", "Coherence", "Virtualization", "Interconnect", "Kernel", "Composition");
        MessageNames names = new(vocabulary);
        Assert.Equal(("OwnerDirectory", 16384, 16384, "EncryptedFrames"), (vocabulary.Protocol, vocabulary.UnitBytes, vocabulary.PageBytes, vocabulary.Seal));
        Assert.Equal(["GetShared", "GetExclusive", "ForwardShared"], new byte[] { 0x20, 0x21, 0x22 }.Select(names.Of));
        Assert.Equal("PutGrant", names.Of(0x2c));
        Assert.Equal("Coherence0x3f", names.Of(0x3f));
    }

    // Six groups of the virtual machine's, as the wire format lists them.
    [Fact]
    public void Every_message_of_the_virtual_machine_has_a_name()
    {
        ImageVocabulary vocabulary = Vocabulary("Virtualization", "Coherence", "Interconnect", "Kernel", "Composition");
        MessageNames names = new(vocabulary);
        Assert.Null(vocabulary.Protocol);
        Assert.Equal("VirtualInterrupt.GenerateSgi VirtualPower.TurnOn VirtualPower.Reply Console.Bytes Console.Returned MmioForwarding.Read MmioForwarding.Reply Tlb.Invalidate Tlb.Decision Removal.Close", string.Join(' ', new byte[] { 0x40, 0x48, 0x4a, 0x4c, 0x4f, 0x50, 0x53, 0x58, 0x5a, 0x5c }.Select(names.Of)));
        Assert.Equal(23, Enumerable.Range(0x40, 0x20).Count(kind => names.Of((byte)kind).Contains('.')));
    }

    [Fact]
    public void Without_an_image_the_numbers_remain()
    {
        MessageNames names = new(ImageVocabulary.Read(Path.Combine(_place.Path, "nothing")));
        Assert.Equal(["0x00", "Acknowledgement", "HostLog", "HostTrace", "Coherence0x20", "Virtualization0x40"], new byte[] { 0, 1, 0x10, 0x17, 0x20, 0x40 }.Select(names.Of));
        Assert.Equal(128, names.All.Values.Distinct().Count());
    }

    [Fact]
    public void A_damaged_assembly_is_said_to_be_one()
    {
        _place.File("Pilevisor.Coherence.dll", "not an assembly");
        LaunchException e = Assert.Throws<LaunchException>(() => ImageVocabulary.Read(_place.Path));
        Assert.StartsWith($"the assemblies in {_place.Path} cannot be read: ", e.Message);
    }

    public void Dispose() => _place.Dispose();

    private ImageVocabulary Vocabulary(params string[] assemblies)
    {
        foreach (string name in assemblies.Select(name => $"Pilevisor.{name}.dll")) File.Copy(Path.Combine(AppContext.BaseDirectory, name), Path.Combine(_place.Path, name));
        return ImageVocabulary.Read(_place.Path);
    }
}
