using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// The boots of senders of which a genuine frame has come. None is ever forgotten: what was taken of one would come again as new. So frames that somebody kept of earlier runs can at worst fill the table, and then a node whose
/// first frame comes later does not join; nothing that they say counts, since they are of another run (<see cref="FrameHeader.Epoch"/>).
/// </summary>
internal sealed class FrameSessions
{
    /// <summary>How many there can be: as many as nodes, and as many again.</summary>
    public const int Capacity = 2 * NodeId.MaximumNodes;

    private readonly FrameSession[] _sessions = new FrameSession[Capacity];
    private int _count;

    /// <summary>Whether another fits.</summary>
    public bool HasRoom => _count < Capacity;

    /// <summary>Where <paramref name="salt"/> is or belongs, unless there is no room.</summary>
    public ref FrameSession Find(in SessionSalt salt)
    {
        int place = salt.Slot % Capacity;
        for (int i = 0; i < Capacity && _sessions[place].IsKnown && !_sessions[place].Salt.Equals(salt); i++) place = (place + 1) % Capacity;
        return ref _sessions[place];
    }

    /// <summary>Keeps the session of a genuine frame in the place that <see cref="Find"/> has named.</summary>
    public void Keep(ref FrameSession place, in SessionSalt salt, in SessionKey key)
    {
        place.Salt = salt;
        place.Key = key;
        place.IsKnown = true;
        _count++;
    }
}
