using System.Collections.Generic;
using System.Linq;
using Pilevisor.Coherence;
using Pilevisor.Lab.Protocols;

namespace Pilevisor.Lab.Model;

/// <summary>Keeps what a protocol does in each state when something happens: the state that follows, and the messages it sends.</summary>
/// <param name="protocol">The protocol.</param>
internal sealed class TransitionRecorder(ProtocolInfo protocol)
{
    /// <summary>The event that a node wants a page's frame back.</summary>
    public const int Evict = 2;

    /// <summary>The event that a hold is over.</summary>
    public const int EndHold = 3;

    private const int Read = 0;
    private const int Write = 1;
    private const int FirstMessage = 4;

    private readonly SortedDictionary<(int State, bool IsHome, int Event), SortedSet<string>> _rows = [];
    private readonly List<byte> _sent = [];
    private int _before;

    /// <summary>A line for each state and event, in the order of the protocol's own enumerations: state, at home or not, event, what can follow.</summary>
    public IEnumerable<(string State, string Event, IEnumerable<string> Outcomes)> Rows =>
        _rows.Select(row => (protocol.Layout.StateName(row.Key.State) + (row.Key.IsHome ? " at home" : ""), EventName(row.Key.Event), row.Value.AsEnumerable()));

    /// <summary>The event of an access.</summary>
    public static int Access(AccessKind kind) => kind == AccessKind.Read ? Read : Write;

    /// <summary>The event that a message has come.</summary>
    public static int Message(byte kind) => FirstMessage + kind;

    /// <summary>Something is about to happen to a page.</summary>
    public void Begin(ModelNode node, int page)
    {
        _before = protocol.Layout.State(node.Entry(page));
        _sent.Clear();
    }

    /// <summary>A message is sent on the occasion.</summary>
    public void Sent(byte kind)
    {
        if (!_sent.Contains(kind)) _sent.Add(kind);
    }

    /// <summary>It has happened.</summary>
    public void End(ModelNode node, int page, bool isHome, int happened)
    {
        int after = protocol.Layout.State(node.Entry(page));
        string next = after == _before ? "" : protocol.Layout.StateName(after);
        string sends = string.Join(", ", _sent.Order().Select(protocol.MessageName));
        string outcome = next.Length == 0 && sends.Length == 0 ? "stays" : next.Length == 0 ? $"sends {sends}" : sends.Length == 0 ? next : $"{next}, sends {sends}";
        if (!_rows.TryGetValue((_before, isHome, happened), out SortedSet<string>? outcomes)) _rows.Add((_before, isHome, happened), outcomes = new SortedSet<string>(System.StringComparer.Ordinal));
        outcomes.Add(outcome);
    }

    private string EventName(int happened) => happened switch
    {
        Read => "a CPU reads",
        Write => "a CPU writes",
        Evict => "its frame is wanted",
        EndHold => "the hold ends",
        _ => protocol.MessageName((byte)(happened - FirstMessage)),
    };
}
