using System;
using System.Runtime.InteropServices;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Coherence.Tests.Memory;

/// <summary>What a node that has gone wrong sends is refused by name, before anything of it is used.</summary>
public sealed class ImpossibleMessageTests
{
    private const byte MsiData = 3;

    [Theory]
    [InlineData(3)]
    [InlineData(255)]
    public void Content_of_no_kind_is_no_page(byte content)
    {
        using TestNetwork network = new(2);
        network.Nodes[0].Ask(TestNetwork.Page(1, 0), AccessKind.Read);
        CoherenceBody body = Body(OwnerDirectoryMessage.Data, requester: 0);
        body.Content = (PageContent)content;
        Assert.StartsWith("node 1 sent a message of kind 0x24 that cannot be: there is no such content; body 00020400040000000000", Refused(network, body));
    }

    [Fact]
    public void Content_and_page_agree()
    {
        using TestNetwork network = new(2);
        network.Nodes[0].Ask(TestNetwork.Page(1, 0), AccessKind.Read);
        CoherenceBody body = Body(OwnerDirectoryMessage.Data, requester: 0);
        body.Content = PageContent.Bytes;
        Assert.Contains("content without a page", Refused(network, body));
        body.Content = PageContent.Zero;
        Assert.Contains("content without a page", Refused(network, body, new byte[4096]));
        body.Content = PageContent.None;
        Assert.Contains("the protocol sends no such message", Refused(network, body));
    }

    [Fact]
    public void A_body_has_its_length_and_kinds_agree()
    {
        using TestNetwork network = new(2);
        Assert.Contains("its body has another length", Refused(network, 0x20, new byte[7]));
        Assert.Contains("its body has another length", Refused(network, 0x20, []));
        Assert.Contains("its body has another length", Refused(network, 0x20, new byte[41]));
        Assert.Contains("its kinds do not agree", Refused(network, 0x21, Bytes(Body(OwnerDirectoryMessage.GetShared, 1))));
    }

    [Fact]
    public void A_page_is_one_of_the_guests_and_a_requester_one_of_the_nodes()
    {
        using TestNetwork network = new(2);
        Assert.Contains("its page lies in no node's window", Refused(network, 0x20, new byte[40]));
        Assert.Contains("it names a node that the cluster has not", Refused(network, Body(OwnerDirectoryMessage.Invalidate, requester: 2)));
        Assert.Contains("it names a node that the cluster has not", Refused(network, Body(OwnerDirectoryMessage.Invalidate, requester: 0xffff)));
    }

    [Fact]
    public void The_owner_directory_knows_its_messages()
    {
        using TestNetwork network = new(3);
        NoSuch(network, Body(OwnerDirectoryMessage.StayBehind + 1, requester: 1));
        NoSuch(network, Body(OwnerDirectoryMessage.GetShared, requester: 2)); // on behalf of somebody else
        NoSuch(network, Body(OwnerDirectoryMessage.GetShared, requester: 1)); // not to the page's home
        NoSuch(network, Body(OwnerDirectoryMessage.ForwardShared, requester: 0)); // to answer oneself
        NoSuch(network, Body(OwnerDirectoryMessage.ForwardShared, requester: 1, home: 2)); // not from home
        NoSuch(network, Body(OwnerDirectoryMessage.Invalidate, requester: 0));
        CoherenceBody grant = Body(OwnerDirectoryMessage.ExclusiveGrant, requester: 0);
        grant.Message.Count = 3;
        NoSuch(network, grant);
        CoherenceBody put = Body(OwnerDirectoryMessage.PutGrant, requester: 1, home: 0);
        put.Message.Nodes = new NodeSet(8);
        NoSuch(network, put);
    }

    [Fact]
    public void What_comes_along_lies_in_the_homes_window()
    {
        using TestNetwork network = new(3);
        CoherenceBody get = Body(OwnerDirectoryMessage.GetExclusive, requester: 1, home: 0);
        get.Message.Value = 1; // the page itself
        NoSuch(network, get);
        get = Body(OwnerDirectoryMessage.ExclusiveData, requester: 0, home: 2);
        get.Content = PageContent.Zero;
        get.Message.Value = 2; // at home at another node than the one it comes from
        NoSuch(network, get);
        NoSuch(network, Body(OwnerDirectoryMessage.StayBehind, requester: 0)); // none
    }

    [Fact]
    public void What_was_not_asked_along_neither_comes_nor_stays_behind()
    {
        using TestNetwork first = new(2);
        CoherenceBody behind = Body(OwnerDirectoryMessage.StayBehind, requester: 0);
        behind.Message.Value = 2;
        Assert.Contains("it was not asked along", Refused(first, behind));
        using TestNetwork network = new(2);
        network.Nodes[0].Ask(TestNetwork.Page(1, 0), AccessKind.Write);
        CoherenceBody data = Body(OwnerDirectoryMessage.ExclusiveData, requester: 0);
        data.Content = PageContent.Zero;
        data.Message.Value = 2;
        Assert.Contains("it was not asked along", Refused(network, data));
    }

    [Fact]
    public void The_MSI_directory_knows_its_messages()
    {
        using TestNetwork network = new(3, protocol: world => new MsiDirectory(world));
        NoSuch(network, Body((OwnerDirectoryMessage)CentralDirectoryMessage.PutClean + 1, requester: 1));
        NoSuch(network, Body((OwnerDirectoryMessage)CentralDirectoryMessage.GetShared, requester: 1));
        NoSuch(network, Body((OwnerDirectoryMessage)CentralDirectoryMessage.RecallShared, requester: 1, home: 2));
        NoSuch(network, Body((OwnerDirectoryMessage)CentralDirectoryMessage.Data, requester: 1));
        NoSuch(network, Body((OwnerDirectoryMessage)CentralDirectoryMessage.DataExclusive, requester: 1));
    }

    [Fact]
    public void Single_copy_knows_its_messages()
    {
        using TestNetwork network = new(3, protocol: world => new SingleCopy(world));
        NoSuch(network, Body((OwnerDirectoryMessage)SingleCopyMessage.Put + 1, requester: 1));
        NoSuch(network, Body((OwnerDirectoryMessage)SingleCopyMessage.Get, requester: 1)); // not to the page's home
        NoSuch(network, Body((OwnerDirectoryMessage)SingleCopyMessage.Recall, requester: 0)); // on behalf of somebody else
        NoSuch(network, Body((OwnerDirectoryMessage)SingleCopyMessage.Recall, requester: 1, home: 2)); // not from home
        NoSuch(network, Body((OwnerDirectoryMessage)SingleCopyMessage.Give, requester: 1)); // without content
    }

    [Fact]
    public void The_dynamic_owner_knows_its_messages()
    {
        using TestNetwork network = new(3, protocol: world => new DynamicOwner(world));
        NoSuch(network, Body((OwnerDirectoryMessage)DynamicOwnerMessage.PutAcknowledge + 1, requester: 1));
        NoSuch(network, Body((OwnerDirectoryMessage)DynamicOwnerMessage.GetShared, requester: 0)); // back to its requester
        NoSuch(network, Body((OwnerDirectoryMessage)DynamicOwnerMessage.GetShared, requester: 2)); // forwarded, and by nobody
        CoherenceBody body = Body((OwnerDirectoryMessage)DynamicOwnerMessage.GetShared, requester: 1);
        body.Message.Count = 1;
        NoSuch(network, body); // forwarded by its requester
        body = Body((OwnerDirectoryMessage)DynamicOwnerMessage.GetShared, requester: 2);
        body.Message.Count = 2;
        NoSuch(network, body); // forwarded by more nodes than there are
        body = Body((OwnerDirectoryMessage)DynamicOwnerMessage.Ownership, requester: 0);
        body.Message.Nodes = NodeSet.Empty.With(new NodeId(3));
        NoSuch(network, body); // with a copy at no node
        NoSuch(network, Body((OwnerDirectoryMessage)DynamicOwnerMessage.OwnershipData, requester: 0)); // without content
        NoSuch(network, Body((OwnerDirectoryMessage)DynamicOwnerMessage.PutRequest, requester: 1)); // not to the page's home
    }

    [Fact]
    public void What_does_not_fit_a_pages_state_names_its_sender_too()
    {
        using TestNetwork network = new(2);
        string message = Refused(network, Body(OwnerDirectoryMessage.InvalidateAcknowledge, requester: 1));
        Assert.StartsWith("node 1 sent a message of kind 0x28 that cannot be: page 0x40200 at node 0: an acknowledgement came that was not awaited; state 0", message);
    }

    [Fact]
    public void Acknowledgements_without_end_are_refused()
    {
        using TestNetwork network = new(3);
        network.Nodes[0].Ask(TestNetwork.Page(1, 0), AccessKind.Write);
        byte[] acknowledgement = Bytes(Body(OwnerDirectoryMessage.InvalidateAcknowledge, requester: 2));
        for (int i = 0; i < 2; i++) network.Nodes[0].Deliver(new NodeId(2), (MessageKind)0x28, acknowledgement, []);
        PanicException panic = Assert.Throws<PanicException>(() => network.Nodes[0].Deliver(new NodeId(2), (MessageKind)0x28, acknowledgement, []));
        Assert.Contains("more acknowledgements came than there are nodes", panic.Message);
    }

    [Fact]
    public void More_acknowledgements_than_copies_are_refused()
    {
        using TestNetwork network = new(3);
        network.Nodes[0].Ask(TestNetwork.Page(1, 0), AccessKind.Write);
        network.Nodes[0].Deliver(new NodeId(2), (MessageKind)0x28, Bytes(Body(OwnerDirectoryMessage.InvalidateAcknowledge, requester: 2)), []);
        CoherenceBody data = Body(OwnerDirectoryMessage.ExclusiveData, requester: 0);
        data.Content = PageContent.Zero;
        Assert.Contains("more acknowledgements came than copies were invalidated", Refused(network, data));
    }

    private static CoherenceBody Body(OwnerDirectoryMessage kind, ushort requester, int home = 1) =>
        new() { Message = new CoherenceMessage { Page = TestNetwork.Unit(home, 0), Kind = (byte)kind, Requester = new NodeId(requester) } };

    private static byte[] Bytes(CoherenceBody body) => MemoryMarshal.AsBytes(new ReadOnlySpan<CoherenceBody>(in body)).ToArray();

    private static void NoSuch(TestNetwork network, CoherenceBody body) => Assert.Contains("the protocol sends no such message", Refused(network, body));

    private static string Refused(TestNetwork network, CoherenceBody body, byte[]? page = null) => Refused(network, 0x20 + body.Message.Kind, Bytes(body), page);

    private static string Refused(TestNetwork network, int kind, byte[] body, byte[]? page = null) =>
        Assert.Throws<PanicException>(() => network.Nodes[0].Deliver(new NodeId(1), (MessageKind)kind, body, page ?? [])).Message;
}
