using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// What every message of a kind looks like, whatever it says: how long its body is, whether a page comes with it, which node sends it to which. Stated where the kind is registered, and checked before its handler is called.
/// </summary>
public readonly struct MessageShape
{
    private enum PageRule : byte
    {
        None,
        Perhaps,
        Always,
    }

    private enum Way : byte
    {
        Any,
        FromLeader,
        ToLeader,
    }

    private readonly int _bodyBytes;
    private readonly PageRule _page;
    private readonly int _contentBytes;
    private readonly Way _way;

    private MessageShape(int bodyBytes, PageRule page, int contentBytes, Way way)
    {
        _bodyBytes = bodyBytes;
        _page = page;
        _contentBytes = contentBytes;
        _way = way;
    }

    /// <summary>No body and no page, from any node to any other.</summary>
    public static MessageShape Empty => default;

    /// <summary>The same with a page.</summary>
    public MessageShape WithPage => new(_bodyBytes, PageRule.Always, (int)GranuleNumber.Bytes, _way);

    /// <summary>The same with a content of at most <paramref name="contentBytes"/> bytes or without: its handler checks when there is one, and how long it is.</summary>
    public MessageShape PerhapsUpTo(int contentBytes) => new(_bodyBytes, PageRule.Perhaps, contentBytes, _way);

    /// <summary>The same, sent by the leader only.</summary>
    public MessageShape FromLeader => new(_bodyBytes, _page, _contentBytes, Way.FromLeader);

    /// <summary>The same, sent to the leader only.</summary>
    public MessageShape ToLeader => new(_bodyBytes, _page, _contentBytes, Way.ToLeader);

    /// <summary>A body that is a <typeparamref name="T"/>, and no page, from any node to any other.</summary>
    public static MessageShape Of<T>()
        where T : unmanaged => new(Unsafe.SizeOf<T>(), PageRule.None, 0, Way.Any);

    /// <summary>Makes sure that <paramref name="message"/>, which has come to <paramref name="self"/>, looks like this.</summary>
    /// <exception cref="PanicException">If it does not.</exception>
    public void Require(in ReceivedMessage message, NodeId self)
    {
        if (message.Body.Length != _bodyBytes) message.Refuse("its body has another length: do all nodes run the same image?");
        if (_page == PageRule.None && !message.Page.IsEmpty) message.Refuse("no page goes with it");
        if (_page == PageRule.Always && message.Page.IsEmpty) message.Refuse("its page is missing");
        if (_page == PageRule.Always ? message.Page.Bytes.Length != _contentBytes : message.Page.Bytes.Length > _contentBytes) message.Refuse("its content has another length: do all nodes run the same image?");
        if (_way == Way.FromLeader && message.From != NodeId.Leader) message.Refuse("only the leader sends it");
        if (_way == Way.ToLeader && self != NodeId.Leader) message.Refuse("only the leader is sent it");
    }
}
