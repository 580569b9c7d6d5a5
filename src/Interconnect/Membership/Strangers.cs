using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>Names machines that are no members in the log: each once, and no more than there is room for. Under <see cref="LockRank.Receive"/>.</summary>
/// <param name="log">The log.</param>
public sealed class Strangers(ILog log)
{
    /// <summary>How many are named.</summary>
    public const int Capacity = 8;

    private readonly MacAddress[] _named = new MacAddress[Capacity];
    private int _count;
    private bool _isFull;
    private MacAddress _unreadable;
    private string? _problem;

    /// <summary>Says what the machine with <paramref name="address"/> did, unless it was named before.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="what">What follows the address in the log line.</param>
    public void Name(MacAddress address, string what)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_named[i].Value == address.Value) return;
        }
        if (_count < Capacity)
        {
            _named[_count++] = address;
            log.Warn($"{address} {what}");
        }
        else if (!_isFull)
        {
            _isFull = true;
            log.Warn($"{address} {what}; further strangers are counted as refused frames, and not named");
        }
    }

    /// <summary>The same of a machine whose frame was not opened, if that says anything of it.</summary>
    public void NameUnreadable(MacAddress address, FrameOpening opening)
    {
        string? problem = opening switch
        {
            FrameOpening.NotSealed => "sends frames that are not sealed as this image's are: it boots another variant, or forges",
            FrameOpening.Sealed => "sends sealed frames, and this image's are not: it boots another variant",
            FrameOpening.NotGenuine => "sends frames that were sealed with another key, or changed on the way: give all nodes the same key",
            FrameOpening.OneTooMany => "is one more sender of sealed frames than there is room for: frames of earlier runs are sent again, or machines were started many times; start this one anew",
            _ => null,
        };
        if (problem is null) return;
        (_unreadable, _problem) = (address, problem);
        Name(address, problem);
    }

    /// <summary>Says whose frames were not opened, for who was waited for in vain: perhaps it was that one.</summary>
    internal void AppendUnreadable(ref TextBuilder text)
    {
        if (_problem is null) return;
        text.AppendLiteral("; ");
        text.AppendFormatted(_unreadable);
        text.AppendLiteral(" ");
        text.AppendLiteral(_problem);
    }
}
