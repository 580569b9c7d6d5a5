using System;

namespace Pilevisor.Lab.Model;

/// <summary>What is on its way from one node to another: the frames not yet taken, in the order they were sent, and perhaps a duplicate of one that was.</summary>
internal sealed class ModelChannel
{
    /// <summary>More messages than this between two nodes is a violation: a queue must have a bound.</summary>
    public const int Bound = FrameAcceptance.MaximumAhead;

    private readonly ModelMessage[] _messages = new ModelMessage[Bound];

    public int Count { get; private set; }

    /// <summary>The oldest frame was lost and not yet sent again.</summary>
    public bool IsLost { get; set; }

    /// <summary>A duplicate of the last frame taken is still on the wire.</summary>
    public bool HasDuplicate { get; set; }

    /// <summary>That duplicate.</summary>
    public ModelMessage Duplicate { get; set; }

    /// <summary>The message with <paramref name="ahead"/> others before it.</summary>
    public ref ModelMessage this[int ahead] => ref _messages[ahead];

    public void Add(ModelMessage message)
    {
        ModelViolation.Unless(Count < Bound, $"more than {Bound} messages are under way from one node to another: a queue has no bound");
        _messages[Count++] = message;
    }

    public ModelMessage Take(int ahead)
    {
        ModelMessage taken = _messages[ahead];
        Count--;
        Array.Copy(_messages, ahead + 1, _messages, ahead, Count - ahead);
        return taken;
    }

    public void Clear()
    {
        Count = 0;
        IsLost = HasDuplicate = false;
        Duplicate = default;
    }
}
