using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Cresta.VoiceCallSession.Sdk.Laboratory.Proxies;

/// <summary>Free ports on loopback for programs that cannot choose one themselves.</summary>
internal static class LoopbackPorts
{
    // Below the ports that Linux gives to outgoing connections, so that none of these takes the port before the program does.
    private const int First = 12_000;
    private const int Last = 32_000;

    public static int Free()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, Last);
            if (IsFree(port))
            {
                return port;
            }
        }
    }

    public static async ValueTask<bool> AcceptsAsync(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
