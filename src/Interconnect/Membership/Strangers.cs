using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>Names machines that are no members in the log: each once, and no more than there is room for.</summary>
internal sealed class Strangers(ILog log)
{
    /// <summary>How many are named.</summary>
    public const int Capacity = 8;

    private readonly MacAddress[] _named = new MacAddress[Capacity];
    private int _count;
    private bool _isFull;

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
}
